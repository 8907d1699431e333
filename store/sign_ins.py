"""Attempts to sign in, counted before the password is looked at, for all processes together."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from store.access_audit import NOBODY, record
from store.engine import transaction

FIRST_SECONDS, LONGEST_SECONDS = 15, 900
FORGOTTEN_HOURS = 1

ENTER = sa.text("INSERT INTO sign_in_attempts (key) SELECT unnest(CAST(:keys AS text[])) ON CONFLICT DO NOTHING")
# Always in the same order, so that two attempts never wait for each other.
LOCK = sa.text(f"""
SELECT key, EXTRACT(epoch FROM blocked_until - clock_timestamp()) AS wait,
       CASE WHEN last_at < clock_timestamp() - interval '{FORGOTTEN_HOURS} hours' THEN 0 ELSE failures END AS failures
FROM sign_in_attempts WHERE key = ANY(:keys) ORDER BY key FOR UPDATE
""")  # noqa: S608  constants
COUNT = sa.text("""
UPDATE sign_in_attempts SET failures = :failures, last_at = clock_timestamp(),
       blocked_until = clock_timestamp() + make_interval(secs => :seconds) WHERE key = :key
""")
FORGET = sa.text(f"""
DELETE FROM sign_in_attempts WHERE key IN (
    SELECT key FROM sign_in_attempts WHERE last_at < now() - interval '{FORGOTTEN_HOURS} hours'
    ORDER BY key LIMIT 100 FOR UPDATE SKIP LOCKED)
""")  # noqa: S608  constants


def back_off(failures: int, free: int) -> float:
    """Seconds to wait after that many failures: none before the last free one, then 15, doubling up to 15 minutes."""
    return 0.0 if failures < free else min(FIRST_SECONDS * 2.0 ** min(failures - free, 20), LONGEST_SECONDS)


class SignIns:
    """Each method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def attempt(self, keys: Mapping[str, int]) -> float:
        """Count an attempt under each key, whose value says how many are free; 0.0 if it may be made.

        Otherwise the seconds to wait: such an attempt is not made, and does not count.
        """
        with transaction(self._engine) as connection:
            connection.execute(FORGET)
            connection.execute(ENTER, {"keys": sorted(keys)})
            rows = connection.execute(LOCK, {"keys": sorted(keys)}).all()
            longest = max((float(row.wait) for row in rows), default=0.0)
            if longest > 0:
                return longest
            for row in rows:
                failures = row.failures + 1
                seconds = back_off(failures, keys[row.key])
                connection.execute(COUNT, {"key": row.key, "failures": failures, "seconds": seconds})
        return 0.0

    def succeeded(self, account: str, address: str) -> None:
        """Forget the account's failures, and that this attempt of the address counted."""
        with transaction(self._engine) as connection:
            connection.execute(sa.text("DELETE FROM sign_in_attempts WHERE key = :key"), {"key": account})
            connection.execute(
                sa.text("UPDATE sign_in_attempts SET failures = GREATEST(failures - 1, 0) WHERE key = :key"),
                {"key": address},
            )

    def failed(self, user_id: str | None, reason: str, method: str = "password") -> None:
        """Put it on record; a login that nobody has is not told, as it may be a password in the wrong field."""
        output: dict[str, Any] = {"user": user_id, "reason": reason, "method": method}
        with transaction(self._engine) as connection:
            record(connection, NOBODY, "sign_in.failed", output)
