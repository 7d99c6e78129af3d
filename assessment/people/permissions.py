"""The one permission table: which roles may do what. Regions are walled by the grant, never here."""

from enum import StrEnum

from assessment.people.roles import Role

R = Role


class Action(StrEnum):
    """A verb on an object; the audit records the same words."""

    RETURN_VIEW = "return.view"
    RETURN_FILL = "return.fill"
    RETURN_SIGN = "return.sign"
    RETURN_SUBMIT = "return.submit"
    RETURN_WITHDRAW = "return.withdraw"
    RETURN_REVIEW = "return.review"
    RETURN_SEND_BACK = "return.send_back"
    RETURN_ACCEPT = "return.accept"
    RETURN_LOCK = "return.lock"
    QUERY_ASK = "query.ask"
    QUERY_ANSWER = "query.answer"
    QUERY_CLOSE = "query.close"
    ADOPTED_VALUE_VIEW = "adopted_value.view"
    ADOPTED_VALUE_PROPOSE = "adopted_value.propose"
    ADOPTED_VALUE_CONFIRM = "adopted_value.confirm"
    RETURN_VET_LATE = "return.vet_late"
    CORRECTION_REQUEST = "correction.request"
    CORRECTION_DECIDE = "correction.decide"
    LAID_OUT_DELIVER = "laid_out.deliver"
    LAID_OUT_CONFIRMED = "laid_out.confirmed"
    FIGURE_CHECK = "laid_out.check"
    FIGURES_IMPORT = "figures.import"
    ENTERPRISE_VIEW = "enterprise.view"
    ENTERPRISE_LIST = "enterprise.list"
    ENTERPRISE_CLAIM_DECIDE = "enterprise.decide_claim"
    ENTERPRISE_LINK_ISSUE = "enterprise_link.issue"
    ENTERPRISE_LINK_REVOKE = "enterprise_link.revoke"
    ENTERPRISE_LINK_USE = "enterprise_link.use"
    WORKBOOK_UPLOAD = "workbook.upload"
    WORKBOOK_CONFIRM = "workbook.confirm"
    WORKBOOK_DISCARD = "workbook.discard"
    HISTORY_IMPORT = "history.import"
    EVIDENCE_ADD = "evidence.add"
    EVIDENCE_WITHDRAW = "evidence.withdraw"
    EVIDENCE_READ = "evidence.read"
    EXTENSION_ASK = "extension.ask"
    EXTENSION_GRANT = "extension.grant"
    OBLIGATION_VIEW = "obligation.view"
    OBLIGATION_WAIVE = "obligation.waive"
    REMINDER_SEND = "reminder.send"
    LETTER_ISSUE = "letter.issue"
    LETTER_ANSWER = "letter.answer"
    LETTER_VIEW = "letter.view"
    NOTICE_READ = "notice.read"
    COLLECTION_VIEW = "collection.view"
    COLLECTION_OPEN = "collection.open"
    COLLECTION_PLAN = "collection.plan"
    FORM_APPROVAL_RECORD = "form.record_approval"
    SCHEME_VIEW = "scheme.view"
    SCHEME_DRAFT = "scheme.draft"
    SCHEME_FREEZE = "scheme.freeze"
    SCHEME_DELETE = "scheme.delete"
    YEAR_ROLL_OVER = "year.roll_over"
    INDUSTRY_TABLE_LOAD = "industry_table.load"
    GDP_LOAD = "gdp.load"
    DIGITALISATION_LOAD = "digitalisation.load"
    DEFLATOR_LOAD = "deflator.load"
    SECTION_LOAD = "section.load"
    BASE_TABLE_VIEW = "base_table.view"
    BASE_TABLE_DELIVER = "base_table.deliver"
    SURVEY_VIEW = "survey.view"
    SURVEY_FRAME = "survey.frame"
    SURVEY_DESIGN = "survey.design"
    SURVEY_DRAW = "survey.draw"
    SURVEY_INVITE = "survey.invite"
    SURVEY_UNIT_VIEW = "survey.view_unit"
    SURVEY_ENTER = "survey.enter"
    SURVEY_ESTIMATE = "survey.estimate"
    BATCH_VIEW = "batch.view"
    BATCH_MEASURE = "batch.measure"
    BATCH_SUBMIT = "batch.submit"
    BATCH_CONFIRM = "batch.confirm"
    BATCH_RETURN = "batch.return"
    BATCH_DOWNLOAD = "batch.download"
    BATCH_TRACE_UNITS = "batch.trace_units"
    BATCH_GIVE_OPINION = "batch.give_opinion"
    DISPUTE_DECIDE = "dispute.decide"
    RUN_VIEW = "run.view"
    RUN_START = "run.start"
    RUN_TRY = "run.try"
    RUN_TRY_VIEW = "run.view_trial"
    RUN_CANCEL = "run.cancel"
    RUN_CONFIRM = "run.confirm"
    RUN_APPROVE = "run.approve"
    RUN_ISSUE = "run.issue"
    ISSUE_PLAN = "issue_plan.make"
    ISSUE_PLAN_WITHDRAW = "issue_plan.withdraw"
    ISSUE_PLAN_VIEW = "issue_plan.view"
    FEEDBACK_SEND = "feedback.send"
    FEEDBACK_VIEW = "feedback.view"
    FEEDBACK_ANSWER = "feedback.answer"
    RESULT_FILE_READ = "result_file.read"
    OBJECTION_RAISE = "objection.raise"
    OBJECTION_DECIDE = "objection.decide"
    OBJECTION_DECISION_VIEW = "objection.view_decision"
    OBJECTION_CONFIRM = "objection.confirm"
    CORRECTION_NOTICE_PROPOSE = "correction_notice.propose"
    CORRECTION_NOTICE_CONFIRM = "correction_notice.confirm"
    SCORE_VIEW = "score.view"
    FIGURE_VIEW_INTERNAL = "figure.view_internal"
    PUBLICATION_PREVIEW = "publication.preview"
    PUBLICATION_DECIDE = "publication.decide"
    GAP_VIEW = "gap.view"
    LABORATORY_VIEW = "laboratory.view"
    LABORATORY_USE = "laboratory.save"
    LABORATORY_DELETE = "laboratory.delete"
    ROBUSTNESS_VIEW = "robustness.view"
    ROBUSTNESS_REQUEST = "robustness.request"
    REPORT_DOWNLOAD = "report.download"
    BULLETIN_VIEW = "bulletin.view"
    BULLETIN_MAKE = "bulletin.make"
    BULLETIN_EDIT = "bulletin.edit"
    BULLETIN_COMPLETE = "bulletin.complete"
    BULLETIN_PREVIEW = "bulletin.preview"
    BULLETIN_DOWNLOAD = "bulletin.download"
    BULLETIN_RECORD_DECISION = "bulletin.record_decision"
    CITY_PACK_VIEW = "city_pack.view"
    CITY_PACK_DOWNLOAD = "city_pack.download"
    DASHBOARD_VIEW = "dashboard.view"
    CONVERSION_VIEW = "conversion.view"
    CONVERSION_SET = "conversion.set"
    CONVERSION_DOWNLOAD = "conversion.download"
    INSIDER_LIST_VIEW = "insider_list.view"
    INSIDER_LIST_CHANGE = "insider_list.change"
    OPERATION_DOWNLOAD = "operation.download"
    AUDIT_READ = "audit.read"
    TOKEN_CREATE = "token.create"  # noqa: S105 - a permission
    TOKEN_VIEW = "token.view"  # noqa: S105 - a permission
    TOKEN_REVOKE = "token.revoke"  # noqa: S105 - a permission
    INTERCHANGE_DOWNLOAD = "interchange.download"
    AUDIT_EXTRACT = "audit.extract"
    ACCOUNT_VIEW = "account.view"
    ACCOUNT_CREATE = "account.create"
    ACCOUNT_DISABLE = "account.disable"
    ROLE_GRANT = "role.grant"
    ROLE_REVOKE = "role.revoke"
    DEPUTY_VIEW = "deputy.view"
    DEPUTY_APPOINT = "deputy.appoint"
    DEPUTY_END = "deputy.end"


_CITY = {R.FILLER, R.STATISTICS_HEAD, R.UNIT_HEAD, R.GOVERNMENT_SIGNER}
_SIGNERS = {R.STATISTICS_HEAD, R.UNIT_HEAD, R.GOVERNMENT_SIGNER}
_BUREAU = {R.REVIEWER, R.CONFIRMER}
_COMMISSION = {R.COMMISSION_OFFICER, R.COMMISSION_APPROVER, R.COMMISSION_LEADER}
_BUSINESS_PROVINCE = (
    _BUREAU
    | _COMMISSION
    | {
        R.STATISTICS_BUREAU,
        R.COMMUNICATIONS_ADMINISTRATION,
        R.MEASURING_INSTITUTE,
    }
)

PERMISSIONS: dict[Action, frozenset[Role]] = {
    # An enterprise files and signs its own row; which row is its own is the wall of filing/walls.py.
    Action.RETURN_VIEW: frozenset(_CITY | _BUREAU | {R.ENTERPRISE}),
    Action.RETURN_FILL: frozenset({R.FILLER, R.ENTERPRISE}),
    Action.RETURN_SIGN: frozenset(_SIGNERS),
    Action.RETURN_SUBMIT: frozenset({R.FILLER, R.ENTERPRISE}),
    Action.RETURN_WITHDRAW: frozenset({R.FILLER, R.ENTERPRISE}),
    Action.RETURN_REVIEW: frozenset({R.REVIEWER}),
    Action.RETURN_SEND_BACK: frozenset({R.REVIEWER}),
    Action.RETURN_ACCEPT: frozenset({R.REVIEWER}),
    Action.RETURN_LOCK: frozenset({R.REVIEWER}),
    Action.QUERY_ASK: frozenset({R.REVIEWER}),
    Action.QUERY_ANSWER: frozenset({R.FILLER}),
    Action.QUERY_CLOSE: frozenset({R.REVIEWER}),
    # 考核采用值: the reviewer proposes, a second person confirms; the figure of the city stays as filed.
    Action.ADOPTED_VALUE_VIEW: frozenset(_BUREAU),
    Action.ADOPTED_VALUE_PROPOSE: frozenset({R.REVIEWER}),
    Action.ADOPTED_VALUE_CONFIRM: frozenset({R.CONFIRMER}),
    Action.RETURN_VET_LATE: frozenset({R.REVIEWER}),
    Action.CORRECTION_REQUEST: frozenset({R.FILLER, R.ENTERPRISE}),
    Action.CORRECTION_DECIDE: frozenset({R.REVIEWER}),
    Action.LAID_OUT_DELIVER: frozenset({R.STATISTICS_BUREAU, R.COMMUNICATIONS_ADMINISTRATION, R.MEASURING_INSTITUTE}),
    # What the institute measured is laid out when it is confirmed, by who confirms it.
    Action.LAID_OUT_CONFIRMED: frozenset({R.CONFIRMER}),
    Action.FIGURE_CHECK: frozenset({R.FILLER}),
    Action.FIGURES_IMPORT: frozenset({R.FILLER}),
    Action.ENTERPRISE_VIEW: frozenset(_CITY | _BUREAU),
    Action.ENTERPRISE_LIST: frozenset({R.FILLER}),
    Action.ENTERPRISE_CLAIM_DECIDE: frozenset({R.REVIEWER}),
    Action.ENTERPRISE_LINK_ISSUE: frozenset({R.FILLER}),
    Action.ENTERPRISE_LINK_REVOKE: frozenset({R.FILLER}),
    Action.ENTERPRISE_LINK_USE: frozenset({R.ENTERPRISE}),
    Action.WORKBOOK_UPLOAD: frozenset({R.FILLER}),
    Action.WORKBOOK_CONFIRM: frozenset({R.FILLER}),
    Action.WORKBOOK_DISCARD: frozenset({R.FILLER}),
    Action.HISTORY_IMPORT: frozenset({R.FILLER}),
    Action.EVIDENCE_ADD: frozenset({R.FILLER}),
    Action.EVIDENCE_WITHDRAW: frozenset({R.FILLER}),
    Action.EVIDENCE_READ: frozenset(_CITY | _BUREAU),
    Action.EXTENSION_ASK: frozenset({R.FILLER}),
    Action.EXTENSION_GRANT: frozenset({R.REVIEWER}),
    Action.OBLIGATION_VIEW: frozenset(_CITY | _BUREAU),
    Action.OBLIGATION_WAIVE: frozenset({R.REVIEWER}),
    Action.REMINDER_SEND: frozenset({R.REVIEWER}),
    # A body of the central government is asked by letter and answers by letter; nobody reminds it.
    Action.LETTER_ISSUE: frozenset({R.REVIEWER}),
    Action.LETTER_ANSWER: frozenset({R.COMMUNICATIONS_ADMINISTRATION}),
    Action.LETTER_VIEW: frozenset({R.COMMUNICATIONS_ADMINISTRATION} | _BUREAU),
    Action.NOTICE_READ: frozenset(R),
    Action.COLLECTION_VIEW: frozenset(_CITY | _BUSINESS_PROVINCE | {R.ENTERPRISE}),
    Action.COLLECTION_OPEN: frozenset({R.REVIEWER}),
    Action.COLLECTION_PLAN: frozenset({R.REVIEWER}),
    # The bureau enters the approval that the bureau of statistics granted (批准文号).
    Action.FORM_APPROVAL_RECORD: frozenset({R.REVIEWER}),
    Action.SCHEME_VIEW: frozenset(_CITY | _BUSINESS_PROVINCE),
    Action.SCHEME_DRAFT: frozenset({R.COMMISSION_OFFICER}),
    Action.SCHEME_FREEZE: frozenset({R.COMMISSION_OFFICER}),
    # Drafts alone; what a run or a trial goes by stays.
    Action.SCHEME_DELETE: frozenset({R.COMMISSION_OFFICER}),
    # Each rolls over what is theirs: the bureau forms, checks and collections, the commission the schemes.
    Action.YEAR_ROLL_OVER: frozenset({R.REVIEWER, R.COMMISSION_OFFICER}),
    Action.INDUSTRY_TABLE_LOAD: frozenset({R.STATISTICS_BUREAU, R.COMMUNICATIONS_ADMINISTRATION}),
    Action.GDP_LOAD: frozenset({R.STATISTICS_BUREAU}),
    Action.DIGITALISATION_LOAD: frozenset({R.MEASURING_INSTITUTE}),
    Action.DEFLATOR_LOAD: frozenset({R.STATISTICS_BUREAU}),
    Action.SECTION_LOAD: frozenset({R.STATISTICS_BUREAU}),
    Action.BASE_TABLE_VIEW: frozenset(
        {R.STATISTICS_BUREAU, R.COMMUNICATIONS_ADMINISTRATION, R.MEASURING_INSTITUTE} | _BUREAU
    ),
    # Which of the tables each of the three delivers is said above, table by table.
    Action.BASE_TABLE_DELIVER: frozenset({R.STATISTICS_BUREAU, R.COMMUNICATIONS_ADMINISTRATION, R.MEASURING_INSTITUTE}),
    # The institute works under pseudonyms; which enterprise stands behind one is for the bureau alone.
    Action.SURVEY_VIEW: frozenset({R.MEASURING_INSTITUTE, R.STATISTICS_BUREAU} | _BUREAU),
    Action.SURVEY_FRAME: frozenset({R.REVIEWER}),
    Action.SURVEY_DESIGN: frozenset({R.MEASURING_INSTITUTE}),
    Action.SURVEY_DRAW: frozenset({R.MEASURING_INSTITUTE}),
    Action.SURVEY_INVITE: frozenset({R.REVIEWER}),
    Action.SURVEY_UNIT_VIEW: frozenset(_BUREAU),
    Action.SURVEY_ENTER: frozenset({R.MEASURING_INSTITUTE}),
    Action.SURVEY_ESTIMATE: frozenset({R.MEASURING_INSTITUTE}),
    Action.BATCH_VIEW: frozenset({R.MEASURING_INSTITUTE, R.STATISTICS_BUREAU, R.COMMISSION_OFFICER} | _BUREAU),
    Action.BATCH_MEASURE: frozenset({R.MEASURING_INSTITUTE}),
    Action.BATCH_SUBMIT: frozenset({R.MEASURING_INSTITUTE}),
    Action.BATCH_CONFIRM: frozenset({R.CONFIRMER}),
    Action.BATCH_RETURN: frozenset({R.CONFIRMER}),
    Action.BATCH_DOWNLOAD: frozenset({R.MEASURING_INSTITUTE, R.STATISTICS_BUREAU, R.COMMISSION_OFFICER} | _BUREAU),
    # Down to the single statement; its enterprise is named only to whoever may read returns.
    Action.BATCH_TRACE_UNITS: frozenset({R.MEASURING_INSTITUTE} | _BUREAU),
    # 省统计局 says what it thinks of a submitted batch; where it differs, the commission decides by document.
    Action.BATCH_GIVE_OPINION: frozenset({R.STATISTICS_BUREAU}),
    Action.DISPUTE_DECIDE: frozenset({R.COMMISSION_OFFICER}),
    Action.RUN_VIEW: frozenset(_BUREAU | _COMMISSION),
    Action.RUN_START: frozenset({R.COMMISSION_OFFICER}),
    # A trial is for the eyes of the commission alone and goes no further.
    Action.RUN_TRY: frozenset({R.COMMISSION_OFFICER}),
    Action.RUN_TRY_VIEW: frozenset(_COMMISSION),
    Action.RUN_CANCEL: frozenset({R.COMMISSION_OFFICER}),
    Action.RUN_CONFIRM: frozenset({R.CONFIRMER}),
    Action.RUN_APPROVE: frozenset({R.COMMISSION_APPROVER}),
    Action.RUN_ISSUE: frozenset({R.COMMISSION_OFFICER}),
    Action.ISSUE_PLAN: frozenset({R.COMMISSION_OFFICER}),
    # Whoever approved may stop what he approved before it goes out.
    Action.ISSUE_PLAN_WITHDRAW: frozenset({R.COMMISSION_OFFICER, R.COMMISSION_APPROVER}),
    Action.ISSUE_PLAN_VIEW: frozenset({R.COMMISSION_OFFICER, R.COMMISSION_APPROVER, R.COMMISSION_LEADER}),
    # 反馈核对: each unit is shown its own figures and answers for itself, without a score or a place.
    Action.FEEDBACK_SEND: frozenset({R.COMMISSION_OFFICER}),
    Action.FEEDBACK_VIEW: frozenset(_CITY | _COMMISSION),
    Action.FEEDBACK_ANSWER: frozenset({R.FILLER}),
    # Stamped forms, evidence of objections, issued documents; whose, is the wall of each.
    Action.RESULT_FILE_READ: frozenset(_CITY | _COMMISSION),
    Action.OBJECTION_RAISE: frozenset({R.FILLER}),
    Action.OBJECTION_DECIDE: frozenset({R.COMMISSION_OFFICER}),
    # A unit reads a decision once a second person has confirmed it.
    Action.OBJECTION_DECISION_VIEW: frozenset(_COMMISSION),
    Action.OBJECTION_CONFIRM: frozenset({R.COMMISSION_APPROVER}),
    Action.CORRECTION_NOTICE_PROPOSE: frozenset({R.COMMISSION_OFFICER}),
    Action.CORRECTION_NOTICE_CONFIRM: frozenset({R.COMMISSION_APPROVER}),
    # Before issue only who also stands on the 知悉人员名单; after issue whoever may view results at all.
    Action.SCORE_VIEW: frozenset(_CITY | _BUREAU | _COMMISSION),
    # Figures that would give a respondent away; everybody else has the publication view of a result.
    Action.FIGURE_VIEW_INTERNAL: frozenset(_BUREAU | _COMMISSION),
    Action.PUBLICATION_PREVIEW: frozenset(_COMMISSION),
    # Figures whose contributors are not known: whoever issues answers for them.
    Action.PUBLICATION_DECIDE: frozenset({R.COMMISSION_OFFICER}),
    # 差距分析: for the commission, and only of an issued result.
    Action.GAP_VIEW: frozenset(_COMMISSION),
    # 方案比选 on copies, before a scheme is frozen.
    Action.LABORATORY_VIEW: frozenset(_COMMISSION),
    Action.LABORATORY_USE: frozenset({R.COMMISSION_OFFICER}),
    Action.LABORATORY_DELETE: frozenset({R.COMMISSION_OFFICER}),
    # The internal annex, of runs whose scores the reader may see.
    Action.ROBUSTNESS_VIEW: frozenset(_COMMISSION),
    Action.ROBUSTNESS_REQUEST: frozenset({R.COMMISSION_OFFICER}),
    Action.REPORT_DOWNLOAD: frozenset(_CITY | _BUREAU | _COMMISSION),
    # 呈批 package: the officer writes it, the commission reads it; before issue only the 知悉人员名单 does.
    Action.BULLETIN_VIEW: frozenset(_COMMISSION),
    Action.BULLETIN_MAKE: frozenset({R.COMMISSION_OFFICER}),
    Action.BULLETIN_EDIT: frozenset({R.COMMISSION_OFFICER}),
    Action.BULLETIN_COMPLETE: frozenset({R.COMMISSION_OFFICER}),
    Action.BULLETIN_PREVIEW: frozenset(_COMMISSION),
    Action.BULLETIN_DOWNLOAD: frozenset(_COMMISSION),
    # 批示: written on paper by a leader, entered with its scan by the officer.
    Action.BULLETIN_RECORD_DECISION: frozenset({R.COMMISSION_OFFICER}),
    # 结果反馈包 names the enterprises of one city: it is that city's alone.
    Action.CITY_PACK_VIEW: frozenset(_CITY),
    Action.CITY_PACK_DOWNLOAD: frozenset(_CITY),
    # 一张图 with 市（州）画像, 指标分析 and 对比; before issue only the 知悉人员名单 reads a result there.
    Action.DASHBOARD_VIEW: frozenset(_COMMISSION),
    # 折算得分 for another evaluation of the province: the commission's own, and only of an issued result.
    Action.CONVERSION_VIEW: frozenset(_COMMISSION),
    Action.CONVERSION_SET: frozenset({R.COMMISSION_OFFICER}),
    Action.CONVERSION_DOWNLOAD: frozenset(_COMMISSION),
    Action.INSIDER_LIST_VIEW: frozenset(
        {R.COMMISSION_OFFICER, R.COMMISSION_APPROVER, R.SECURITY_ADMINISTRATOR, R.AUDIT_ADMINISTRATOR}
    ),
    Action.INSIDER_LIST_CHANGE: frozenset({R.COMMISSION_APPROVER}),
    # Progress, checks, explanations, 核实单, quality: a city's own, the province's all.
    Action.OPERATION_DOWNLOAD: frozenset(_CITY | _BUREAU),
    Action.AUDIT_READ: frozenset({R.AUDIT_ADMINISTRATOR}),
    # 访问令牌 of a program that reads results: its owner makes and ends it, the security administrator may end any.
    Action.TOKEN_CREATE: frozenset(_CITY | _BUREAU | _COMMISSION),
    Action.TOKEN_VIEW: frozenset({R.SECURITY_ADMINISTRATOR}),
    Action.TOKEN_REVOKE: frozenset({R.SECURITY_ADMINISTRATOR}),
    # Results as data; of which runs and units, is the wall of scores.
    Action.INTERCHANGE_DOWNLOAD: frozenset(_CITY | _BUREAU | _COMMISSION),
    # A unit reads what was done to its own; the audit administrator reads every chain.
    Action.AUDIT_EXTRACT: frozenset(_CITY | {R.AUDIT_ADMINISTRATOR}),
    Action.ACCOUNT_VIEW: frozenset({R.SYSTEM_ADMINISTRATOR, R.SECURITY_ADMINISTRATOR}),
    Action.ACCOUNT_CREATE: frozenset({R.SYSTEM_ADMINISTRATOR}),
    Action.ACCOUNT_DISABLE: frozenset({R.SYSTEM_ADMINISTRATOR}),
    Action.ROLE_GRANT: frozenset({R.SECURITY_ADMINISTRATOR}),
    Action.ROLE_REVOKE: frozenset({R.SECURITY_ADMINISTRATOR}),
    # 代理（代行）: a role of one person lent to a colleague for some days, by whoever grants roles.
    Action.DEPUTY_VIEW: frozenset({R.SECURITY_ADMINISTRATOR}),
    Action.DEPUTY_APPOINT: frozenset({R.SECURITY_ADMINISTRATOR}),
    Action.DEPUTY_END: frozenset({R.SECURITY_ADMINISTRATOR}),
}

# Actions that belong to one region: a grant walled to a region covers that region and what lies below it.
REGIONAL_ROLES = frozenset(_CITY | {R.ENTERPRISE})
