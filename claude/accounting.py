"""What a call may cost before it is made, and what it did cost, as the ledger keeps both."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from claude.messages import Reply
from claude.model_profile import ModelProfile, Price
from scoring.model_call import CallContext, CallIntent, CallResult

# English text has about four characters a token, JSON and names fewer; an estimate that errs on the high side.
CHARACTERS_A_TOKEN = 3.0


def call_intent(
    profile: ModelProfile, params: Mapping[str, Any], context: CallContext, *, batch_id: str = ""
) -> CallIntent:
    """The call as it is about to be made. Its ceiling takes every token for written to the cache, and the longest
    answer; half of it for a call in a batch."""
    body = json.dumps(params, sort_keys=True, ensure_ascii=False)
    tokens = round(len(body) / CHARACTERS_A_TOKEN)
    return CallIntent(
        context=context,
        model=profile.model,
        effort=profile.effort,
        prompt_version=profile.prompt_version,
        schema_version=profile.schema_version,
        request_sha256=hashlib.sha256(body.encode()).hexdigest(),
        input_tokens_estimate=tokens,
        ceiling_cost=profile.price.cost(0, int(params["max_tokens"]), cache_write_1h=tokens, batch=bool(batch_id)),
        batch_id=batch_id,
    )


def result_of(reply: Reply, price: Price, *, batch: bool = False) -> CallResult:
    """What an answered call did cost."""
    usage = reply.usage
    cost = price.cost(
        usage.input_tokens,
        usage.output_tokens,
        cache_write_5m=usage.cache_write_5m,
        cache_write_1h=usage.cache_write_1h,
        cache_read=usage.cache_read_input_tokens or 0,
        batch=batch,
    )
    return CallResult(
        outcome="answered",
        cost=cost,
        stop_reason=reply.stop_reason,
        input_tokens=usage.input_tokens,
        cache_write_5m_tokens=usage.cache_write_5m,
        cache_write_1h_tokens=usage.cache_write_1h,
        cache_read_tokens=usage.cache_read_input_tokens or 0,
        output_tokens=usage.output_tokens,
        request_id=reply.request_id,
        milliseconds=reply.milliseconds,
    )
