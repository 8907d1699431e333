"""What passes between the reader and its restricted process: frames of bytes, answers as JSON."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO

from resumes.limits import Limits
from scoring.resume import Abstention, AbstentionReason, HiddenReason, HiddenText, Resume

HEADER_BYTES = 4
ANSWER_BYTES = (
    8_000_000  # 200,000 characters of four bytes each, escaped, and what was hidden; more is no answer of ours
)


@dataclass(frozen=True, slots=True)
class Request:
    """One file to read. ``limits`` travels along, so that a reused process serves any of them."""

    content: bytes
    filename: str
    media_type: str
    limits: Limits


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer, with what the process has used up so far (seconds of CPU, bytes of resident memory)."""

    answer: Resume | Abstention
    cpu_seconds: float
    resident_bytes: int


def frame(payload: bytes) -> bytes:
    return len(payload).to_bytes(HEADER_BYTES, "big") + payload


def read_frame(stream: BinaryIO) -> bytes | None:
    """The next frame, or None when the other side has closed the pipe."""
    header = stream.read(HEADER_BYTES)
    if len(header) < HEADER_BYTES:
        return None
    size = int.from_bytes(header, "big")
    payload = stream.read(size)
    return payload if len(payload) == size else None


def encode_request(request: Request) -> bytes:
    described = {"filename": request.filename, "media_type": request.media_type, "limits": asdict(request.limits)}
    return frame(json.dumps(described).encode()) + frame(request.content)


def decode_request(described: bytes, content: bytes) -> Request:
    fields = json.loads(described)
    return Request(content, fields["filename"], fields["media_type"], Limits(**fields["limits"]))


def encode_reply(reply: Reply) -> bytes:
    kind = "resume" if isinstance(reply.answer, Resume) else "abstention"
    spent = {"cpu_seconds": reply.cpu_seconds, "resident_bytes": reply.resident_bytes}
    # Lone surrogates, which damaged fonts can produce, are no valid UTF-8: ASCII escapes carry them.
    return frame(json.dumps({"kind": kind, "answer": asdict(reply.answer), **spent}).encode("ascii"))


def decode_reply(payload: bytes) -> Reply:
    """Raises ValueError, KeyError or TypeError when the payload is no reply: the other side is not trusted."""
    fields = json.loads(payload)
    answer = _resume(fields["answer"]) if fields["kind"] == "resume" else _abstention(fields["answer"])
    return Reply(answer, float(fields["cpu_seconds"]), int(fields["resident_bytes"]))


def _resume(fields: Mapping[str, Any]) -> Resume:
    return Resume(
        text=str(fields["text"]),
        sha256=str(fields["sha256"]),
        media_type=str(fields["media_type"]),
        pages=int(fields["pages"]),
        quality=float(fields["quality"]),
        hidden=_hidden(fields),
        warnings=tuple(str(warning) for warning in fields["warnings"]),
    )


def _abstention(fields: Mapping[str, Any]) -> Abstention:
    reason = AbstentionReason(fields["reason"])
    return Abstention(reason, str(fields["detail"]), str(fields["sha256"]), _hidden(fields))


def _hidden(fields: Mapping[str, Any]) -> tuple[HiddenText, ...]:
    return tuple(
        HiddenText(HiddenReason(item["reason"]), str(item["excerpt"]), _count(item["page"]), _count(item["offset"]))
        for item in fields["hidden"]
    )


def _count(number: Any) -> int | None:
    return None if number is None else int(number)
