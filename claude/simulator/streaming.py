"""A message as the server-sent events of a stream."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

_PIECE = 200  # characters a delta


def events_of(message: Mapping[str, Any]) -> bytes:
    """All events of the message, as they go over the wire."""
    return b"".join(
        f"event: {event['type']}\ndata: {json.dumps(event, ensure_ascii=False)}\n\n".encode()
        for event in _events(message)
    )


def _events(message: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    usage = message["usage"]
    opened = {**message, "content": [], "stop_reason": None, "stop_details": None}
    opened["usage"] = {**usage, "output_tokens": 1}
    yield {"type": "message_start", "message": opened}
    for index, block in enumerate(message["content"]):
        yield {"type": "content_block_start", "index": index, "content_block": {**block, "text": ""}}
        for start in range(0, len(block["text"]), _PIECE):
            delta = {"type": "text_delta", "text": block["text"][start : start + _PIECE]}
            yield {"type": "content_block_delta", "index": index, "delta": delta}
        yield {"type": "content_block_stop", "index": index}
    delta = {name: message[name] for name in ("stop_reason", "stop_sequence", "stop_details", "container")}
    yield {"type": "message_delta", "delta": delta, "usage": usage}
    yield {"type": "message_stop"}
