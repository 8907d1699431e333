"""Jobs as a test names them, and two that many layouts tell."""

from datetime import date

from scoring.profile import read_profile

AS_OF = date(2025, 11, 15)
ENGINEER = ("Software Engineer", "Globex Corporation", "2021-07 now")
ANALYST = ("Data Analyst", "Initech", "2018-01 2021-06")


def jobs(text: str) -> list[tuple[str, str, str]]:
    """Title, employer and dates of every job."""
    return [
        (
            position.title,
            position.employer,
            f"{position.start} {'now' if position.current else position.end}" if position.start else "",
        )
        for position in read_profile(text, AS_OF).positions
    ]
