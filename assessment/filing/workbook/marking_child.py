"""The child process that marks a user's own workbook; the file was read before, so its shell is in order."""

import sys

from assessment.filing.workbook.child_limits import limit_process, read_task
from assessment.filing.workbook.limits import MOST_ANSWER
from assessment.filing.workbook.marking import mark_workbook
from assessment.filing.workbook.marks import Mark


def main() -> None:
    task, content = read_task()
    limit_process(task["seconds"], written_bytes=MOST_ANSWER)
    sys.stdout.buffer.write(mark_workbook(content, [Mark(**one) for one in task["marks"]]))
