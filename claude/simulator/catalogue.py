"""The models that the simulated service knows, as GET /v1/models tells them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from claude.model_profile import EFFORTS, MODELS, Price
from claude.simulator.errors import not_found
from claude.simulator.options import Options

EPOCH = "1970-01-01T00:00:00Z"  # what the API says where a date is not known
DEFAULT_CACHE_MINIMUM = 1_024
_EARLIER = frozenset({"adaptive", "enabled"})
_TAKE_BUDGETS = frozenset({"claude-sonnet-4-6", "claude-opus-4-6"})
_THINKING_STAYS_ON = frozenset({"claude-sonnet-5-5", "claude-opus-5-5"})
# Known to the service, but not for resumes: they keep inputs, or are on their way out.
_OTHERS: Mapping[str, tuple[str, str]] = {
    "claude-fable-5-2": ("active", ""),
    "claude-mythos-5-2": ("active", ""),
    "claude-haiku-4-5": ("active", ""),
    "claude-haiku-4-5-20251001": ("active", ""),
    "claude-sonnet-4-5": ("deprecated", "2026-11-30"),
    "claude-sonnet-4-5-20250929": ("deprecated", "2026-11-30"),
    "claude-opus-4-0": ("retired", "2026-06-15"),
    "claude-sonnet-4-0": ("retired", "2026-06-15"),
}


@dataclass(frozen=True, slots=True)
class Model:
    """``price`` is None where we publish none. ``thinking`` holds the accepted types."""

    id: str
    lifecycle: str
    retires: str
    released: str
    cache_minimum: int
    context_tokens: int
    max_output_tokens: int
    price: Price | None
    thinking: frozenset[str]

    def as_json(self) -> dict[str, Any]:
        line = self.id.split("-")[1]
        return {
            "type": "model",
            "id": self.id,
            "display_name": " ".join(("Claude", line.capitalize(), ".".join(self.id.split("-")[2:4]))),
            "line": line,
            "created_at": f"{self.released}T00:00:00Z" if self.released else EPOCH,
            "lifecycle": self.lifecycle,
            "deprecated_at": None if self.lifecycle == "active" else EPOCH,
            "retires_at": f"{self.retires}T00:00:00Z" if self.retires else None,
            "max_input_tokens": self.context_tokens,
            "max_tokens": self.max_output_tokens,
            "capabilities": self._capabilities(),
        }

    def _capabilities(self) -> dict[str, Any]:
        yes, no = {"supported": True}, {"supported": False}
        kinds = ("adaptive", "between_tools", "disabled", "enabled")
        return {
            **dict.fromkeys(("batch", "citations", "code_execution", "image_input", "pdf_input"), yes),
            "structured_outputs": yes,
            "context_management": no,
            "effort": {**yes, **dict.fromkeys(EFFORTS, yes)},
            "server_tools": {**yes, "code_execution": yes, "web_search": yes},
            "thinking": {**yes, "types": {kind: yes if kind in self.thinking else no for kind in kinds}},
        }


def models(options: Options) -> dict[str, Model]:
    """By id, the newest first, with the lifecycles that the options set."""
    known = {
        name: Model(
            name,
            "active",
            "",
            facts.released,
            facts.cache_minimum,
            facts.context_tokens,
            facts.max_output_tokens,
            facts.price,
            _thinking(name),
        )
        for name, facts in MODELS.items()
    }
    for name, (lifecycle, retires) in _OTHERS.items():
        known[name] = Model(name, lifecycle, retires, "", DEFAULT_CACHE_MINIMUM, 200_000, 64_000, None, _EARLIER)
    return {name: _with_lifecycle(model, options.lifecycle.get(name)) for name, model in known.items()}


def find_model(name: Any, options: Options) -> Model:
    """The model of that id. Raises ApiError 404 for an unknown one."""
    known = models(options)
    if name not in known:
        raise not_found(f"model: {str(name)[:100]}")
    return known[name]


def callable_model(name: Any, options: Options) -> Model:
    """As ``find_model``, but a retired model is not there either."""
    model = find_model(name, options)
    if model.lifecycle == "retired":
        raise not_found(f"model: {model.id}")
    return model


def _thinking(name: str) -> frozenset[str]:
    if name in _TAKE_BUDGETS:
        return frozenset({"adaptive", "enabled", "disabled"})
    return frozenset({"adaptive", "between_tools"} if name in _THINKING_STAYS_ON else {"adaptive", "disabled"})


def _with_lifecycle(model: Model, lifecycle: str | None) -> Model:
    return replace(model, lifecycle=lifecycle) if lifecycle else model
