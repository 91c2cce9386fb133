"""The days on both sides of each change of the law."""

from datetime import date, timedelta

LAST_OF_2014_RULES, ND_91 = date(2017, 9, 30), date(2017, 10, 1)
LAST_OF_ND_91, LAW_2022 = date(2023, 12, 31), date(2024, 1, 1)
BEFORE_TT_01, TT_01 = date(2024, 4, 14), date(2024, 4, 15)
LAST_OF_DISTRICT, TWO_TIERS = date(2025, 6, 30), date(2025, 7, 1)
BEFORE_2026, LAW_2026 = date(2026, 9, 30), date(2026, 10, 1)
LAST_OF_ND_152 = date(2027, 3, 1)


def before(day: date) -> date:
    return day - timedelta(days=1)
