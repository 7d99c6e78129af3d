"""Refusals of the survey of traditional industries: its frame, design, draw, answers and estimates."""

from collections.abc import Sequence

from assessment.methodology.errors import N_, AssessmentError


class FrameWrong(AssessmentError):
    """Carries one problem for each slip of the file."""

    code = "survey_frame_wrong"
    message = N_("{file}: {count} cells must be corrected; nothing was stored.")

    def __init__(self, *, file: str, problems: Sequence[AssessmentError]) -> None:
        super().__init__(file=file, count=len(problems))
        self.problems = tuple(problems)


class FrameHeadingWrong(AssessmentError):
    code = "survey_heading_wrong"
    message = N_("The heading of the file must be {expected}; received {received}. Put the columns right and repeat.")


class FrameUnreadable(AssessmentError):
    code = "survey_file_unreadable"
    message = N_("{file} cannot be read. Save it as CSV UTF-8 of at most {megabytes} MB and repeat.")


class FrameEmpty(AssessmentError):
    code = "survey_frame_empty"
    message = N_("{file} holds no unit. Add the rows and repeat.")


class FrameCellWrong(AssessmentError):
    code = "survey_frame_cell_wrong"
    message = N_("Row {row}, column “{column}”: {problem}")


class FrameUnitRepeated(AssessmentError):
    code = "survey_frame_unit_repeated"
    message = N_("{received} stands in row {first} already. Remove one of the two.")


class FrameRegionUnknown(AssessmentError):
    code = "survey_region_unknown"
    message = N_("{received} is not a 市（州） of the province. Use its six-digit code, such as 520300.")


class FrameIndustryWrong(AssessmentError):
    code = "survey_industry_wrong"
    message = N_(
        "expected four digits of GB/T 4754-2017, with or without the letter of the section; received {received}."
    )


class FrameIndustryDigital(AssessmentError):
    code = "survey_industry_digital"
    message = N_(
        "{received} belongs to the divisions 39, 63, 64 and 65, which are measured from the tables of the bureaus. "
        "Remove the unit from the frame; it would count twice."
    )


class FrameNumberWrong(AssessmentError):
    code = "survey_number_wrong"
    message = N_("expected a number of at most four decimals, not below 0, received “{received}”. Correct the cell.")


class FrameSizeUnknown(AssessmentError):
    code = "survey_size_unknown"
    message = N_("the size of an enterprise of this industry is judged by {expected}. Fill in what is blank.")


class FrameWithoutValueAdded(AssessmentError):
    code = "survey_frame_without_value_added"
    message = N_("The value added of the frame adds up to {received}; a sample cannot be planned. Check the column.")
    status = 409


class SurveyYearWrong(AssessmentError):
    code = "survey_year_wrong"
    message = N_("A survey belongs to a year such as 2021; received {received}.")


class DesignNumberWrong(AssessmentError):
    code = "survey_design_number_wrong"
    message = N_("{name}: expected {expected}, received “{received}”.")


class QuestionnaireMissing(AssessmentError):
    code = "survey_questionnaire_missing"
    message = N_("The questionnaire {form} of {period} is not open yet. Open its collection first.")
    status = 409


class PaperWrong(AssessmentError):
    """Carries one problem for each slip found, up to a number."""

    code = "survey_paper_wrong"
    message = N_("{file}: the answers on paper must be corrected; nothing was stored.")

    def __init__(self, *, file: str, problems: Sequence[AssessmentError]) -> None:
        super().__init__(file=file)
        self.problems = tuple(problems)


class PaperUnitUnknown(AssessmentError):
    code = "survey_paper_unit_unknown"
    message = N_(
        "Row {row}: {received} is not the number of a questionnaire of this sample. Check it against the paper."
    )


class PaperUnitRepeated(AssessmentError):
    code = "survey_paper_unit_repeated"
    message = N_("Row {row}: the questionnaire {received} stands in row {first} already. Remove one of the two.")


class PaperCellWrong(AssessmentError):
    code = "survey_paper_cell_wrong"
    message = N_(
        "Row {row}, column “{column}”: expected a number of at most four decimals, received “{received}”. "
        "Check it against the paper."
    )


class PaperNegative(AssessmentError):
    code = "survey_paper_negative"
    message = N_("Row {row}, column “{column}”: expected 0 or more, received {received}. Check it against the paper.")


class PaperPartTooLarge(AssessmentError):
    code = "survey_paper_part_too_large"
    message = N_("Row {row}: {part} is more than {whole}. Check both against the paper.")


class NoAnswersYet(AssessmentError):
    code = "survey_no_answers_yet"
    message = N_("No questionnaire has been answered yet; there is nothing to estimate.")
    status = 409


class EstimationUnfinished(AssessmentError):
    code = "survey_estimation_unfinished"
    message = N_("The estimation is not finished. Wait until it is done.")
    status = 409


class EstimatesRefused(AssessmentError):
    code = "survey_estimates_refused"
    message = N_(
        "The estimates of {regions} may not be published: their CV is above {highest} or cannot be told. "
        "Follow up the units that did not answer, or collapse strata with a recorded reason."
    )
    status = 409


class EarlierEstimationUnknown(AssessmentError):
    code = "survey_earlier_estimation_unknown"
    message = N_("No finished estimation has the number {received}. Choose one of the list, or none.")
