"""The prompt cache is filled once before many applications of a requisition read it, not by each of the first."""

import hashlib
import math
import time
from dataclasses import dataclass, replace

import structlog
from redis import Redis
from redis.exceptions import RedisError

from claude.accounting import CHARACTERS_A_TOKEN
from claude.asking import Asker
from claude.model_profile import MODELS
from claude.request import warming_request
from scoring.errors import ScoringError
from scoring.model_call import CallContext, Purpose
from scoring.rubric.model import Rubric

log = structlog.get_logger(__name__)

# The API keeps a prefix for five minutes from its last use; a minute less, as our clock starts before its clock.
WARM_SECONDS = 240
# Waiting longer than this costs more than reading the prefix uncached.
WAIT_SECONDS = 10.0
# After a failure nobody tries for a moment: the applications' own calls tell what is wrong.
COLD_SECONDS = 30
_LOOK_EVERY_SECONDS = 0.05
_WARM, _COLD = b"warm", b"cold"


@dataclass(frozen=True, slots=True)
class CacheWarmer:
    """Shared by every worker through Redis. It never fails, and never holds an application back for more than 10 s
    beyond the one call that fills the cache."""

    redis: Redis

    def warm(self, asker: Asker, rubric: Rubric, context: CallContext) -> None:
        """Return when the requisition is in the cache, when somebody else takes too long to put it there, or when that
        does not work. A prefix that is too short for the cache is left alone."""
        request = warming_request(asker.profile, rubric)
        prefix = "".join(block["text"] for block in request["system"])
        if len(prefix) / CHARACTERS_A_TOKEN < MODELS[asker.profile.model].cache_minimum:
            return
        key = f"icims:claude:warm:{asker.profile.version}:{hashlib.sha256(prefix.encode()).hexdigest()[:32]}"
        try:
            if self._is_ours_to_do(key, asker.patience + asker.profile.timeout_seconds):
                self._fill(key, asker, request, replace(context, purpose=Purpose.WARMING, sample=0))
        except RedisError as error:
            log.warning("warming_skipped", error=type(error).__name__)

    def _is_ours_to_do(self, key: str, longest: float) -> bool:
        deadline = time.monotonic() + WAIT_SECONDS
        while not self.redis.set(key, b"filling", nx=True, ex=math.ceil(longest)):
            state = self.redis.get(key)
            if state == _WARM:
                # Every use keeps the prefix for another five minutes.
                self.redis.expire(key, WARM_SECONDS)
            if state in (_WARM, _COLD) or time.monotonic() > deadline:
                return False
            time.sleep(_LOOK_EVERY_SECONDS)
        return True

    def _fill(self, key: str, asker: Asker, request: dict[str, object], context: CallContext) -> None:
        try:
            asker.ask(request, context)
        except ScoringError as error:
            log.warning("warming_failed", error=type(error).__name__, outcome=getattr(error, "outcome", ""))
            self.redis.set(key, _COLD, ex=COLD_SECONDS)
        else:
            self.redis.set(key, _WARM, ex=WARM_SECONDS)
