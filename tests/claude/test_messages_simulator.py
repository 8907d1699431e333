"""The simulated Messages API as the real SDK sees it: answers, refusals of requests, usage."""

import json

import anthropic
import pydantic
import pytest
import requests
from messages_lab import MODEL, RESUME, RUBRIC, simulated

from claude.questions import questions_of
from claude.request import repair_request

CLOSED = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"], "additionalProperties": False}
OPEN = {**CLOSED, "additionalProperties": True}
ENDLESS = {"$ref": "#/$defs/N", "$defs": {"N": {**CLOSED, "properties": {"a": {"$ref": "#/$defs/N"}}}}}
CACHED = {"cache_control": {"type": "ephemeral"}}


@pytest.fixture
def lab():
    with simulated() as lab:
        yield lab


def formatted(schema: dict) -> dict:
    return {"effort": "low", "format": {"type": "json_schema", "schema": schema}}


def test_an_assessment_is_answered_in_the_wanted_format(lab):
    ratings = lab.ratings()

    assert [rating["criterion_id"] for rating in ratings] == [question.id for question in questions_of(RUBRIC)]
    assert all(list(rating) == ["criterion_id", "quotes", "reason", "verdict", "rating"] for rating in ratings)


def test_an_honest_answer_quotes_what_stands_in_the_document(lab):
    quotes = [quote for rating in lab.ratings() for quote in rating["quotes"]]

    assert len(quotes) >= 4
    sources = {"resume": RESUME, "answer:start": "Yes"}
    assert all(quote["text"] in sources[quote["source"]] for quote in quotes)
    assert not any("[NAME 1]" in quote["text"] for quote in quotes)


def test_an_answer_says_that_it_is_simulated(lab):
    raw = lab.client.messages.with_raw_response.create(**lab.request())

    assert raw.headers["x-simulated"] == "true"
    assert all("(simulated)" in rating["reason"] for rating in json.loads(raw.parse().content[0].text)["ratings"])
    assert "simulated" in requests.get(lab.url, timeout=5).text


def test_every_answer_has_its_own_request_id(lab):
    ids = {lab.ask()._request_id for _ in range(3)}

    assert len(ids) == 3
    assert all(request_id.startswith("req_") for request_id in ids)


def test_the_same_document_gets_the_same_answer(lab):
    assert lab.ratings() == lab.ratings()


def test_another_format_is_followed_too(lab):
    class Draft(pydantic.BaseModel):
        title: str
        points: list[str]
        urgent: bool

    class Drafts(pydantic.BaseModel):
        drafts: list[Draft]

    message = lab.client.messages.parse(
        model=MODEL, max_tokens=200, messages=[{"role": "user", "content": "Draft it"}], output_format=Drafts
    )

    assert message.parsed_output == Drafts(drafts=[Draft(title="Simulated", points=["Simulated"], urgent=False)])


def test_a_request_without_a_format_gets_a_sentence(lab):
    message = lab.client.messages.create(model=MODEL, max_tokens=50, messages=[{"role": "user", "content": "Hello"}])

    assert message.content[0].text == "This is a simulated answer."
    assert message.stop_reason == "end_turn"


def test_a_stream_adds_up_to_the_same_message(lab):
    with lab.client.messages.stream(**lab.request()) as stream:
        streamed = stream.get_final_message()

    assert streamed.content[0].text == lab.ask().content[0].text
    assert streamed.stop_reason == "end_turn"
    assert streamed.usage.output_tokens > 100


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        pytest.param({"model": "claude-nothing-9"}, 404, "model: claude-nothing-9", id="unknown-model"),
        pytest.param({"extra_body": {"temperature": 0}}, 400, "temperature", id="temperature"),
        pytest.param({"extra_body": {"top_p": 1}}, 400, "top_p", id="top-p"),
        pytest.param({"extra_body": {"top_k": 1}}, 400, "top_k", id="top-k"),
        pytest.param({"extra_body": {"surprise": 1}}, 400, "surprise: Extra inputs", id="unknown-key"),
        pytest.param({"extra_body": {"max_tokens": None}}, 400, "max_tokens: Field required", id="no-length"),
        pytest.param({"max_tokens": 999_999}, 400, "max_tokens", id="more-than-the-model-can"),
        pytest.param({"max_tokens": 0}, 400, "max_tokens: 0", id="warming-with-a-format"),
        pytest.param({"messages": []}, 400, "at least one message", id="no-turn"),
        pytest.param(
            {"messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": "{"}]},
            400,
            "prefill",
            id="prefill",
        ),
        pytest.param({"messages": [{"role": "assistant", "content": "x"}]}, 400, "first message", id="model-first"),
        pytest.param({"messages": [{"role": "user", "content": ""}]}, 400, "non-empty", id="empty-turn"),
        pytest.param({"tool_choice": {"type": "any"}}, 400, "forced tool", id="forced-tool"),
        pytest.param({"thinking": {"type": "enabled", "budget_tokens": 2000}}, 400, "thinking.type", id="budget"),
        pytest.param({"thinking": {"type": "disabled"}}, 400, "between_tools", id="thinking-off"),
        pytest.param({"output_config": {"effort": "extreme"}}, 400, "effort", id="unknown-effort"),
        pytest.param({"output_config": formatted(OPEN)}, 400, "additionalProperties", id="open"),
        pytest.param(
            {"output_config": formatted({k: v for k, v in CLOSED.items() if k != "additionalProperties"})},
            400,
            "additionalProperties",
            id="not-said-to-be-closed",
        ),
        pytest.param(
            {"output_config": formatted({**CLOSED, "properties": {"a": {"type": "integer", "minimum": 0}}})},
            400,
            "minimum",
            id="a-range",
        ),
        pytest.param(
            {"output_config": formatted({**CLOSED, "properties": {f"p{n}": {"type": "string"} for n in range(26)}})},
            400,
            "too complex",
            id="too-many-optional-keys",
        ),
        pytest.param({"output_config": formatted(ENDLESS)}, 400, "Recursive", id="recursive"),
        pytest.param(
            {
                "system": [
                    {"type": "text", "text": f"part {n}", "cache_control": {"type": "ephemeral"}} for n in range(5)
                ]
            },
            400,
            "maximum of 4 blocks",
            id="five-breakpoints",
        ),
        pytest.param({"metadata": {"user_id": "jordan@example.com"}}, 400, "opaque", id="address-as-user"),
    ],
)
def test_what_the_service_refuses_is_refused_here(lab, changes, status, words):
    with pytest.raises(anthropic.APIStatusError, match=words) as refused:
        lab.ask(**changes)

    assert refused.value.status_code == status
    assert refused.value.type == {400: "invalid_request_error", 404: "not_found_error"}[status]
    assert refused.value.request_id.startswith("req_")


def test_a_body_over_32_megabytes_is_too_large(lab):
    with pytest.raises(anthropic.ContentTooLargeError):
        lab.ask(messages=[{"role": "user", "content": "x" * (33 * 1024 * 1024)}])


def test_a_prompt_over_the_context_window_is_refused(lab):
    with pytest.raises(anthropic.BadRequestError, match="prompt is too long"):
        lab.ask(messages=[{"role": "user", "content": "word " * 650_000}])


@pytest.mark.parametrize("headers", [{"x-api-key": "k"}, {"authorization": "Bearer k"}])
def test_a_key_may_come_in_either_header(lab, headers):
    answer = requests.get(f"{lab.url}/v1/models", headers={"anthropic-version": "2026-10-21", **headers}, timeout=5)

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"anthropic-version": "2026-10-21"}, 401, id="no-key"),
        pytest.param({"x-api-key": "k"}, 400, id="no-version"),
        pytest.param({"x-api-key": "k", "anthropic-version": "1999-01-01"}, 400, id="unknown-version"),
    ],
)
def test_a_call_without_key_or_version_is_refused(lab, headers, status):
    assert requests.get(f"{lab.url}/v1/models", headers=headers, timeout=5).status_code == status


def test_a_key_that_is_not_accepted_is_an_authentication_error(lab):
    lab.set(keys=["another"])

    with pytest.raises(anthropic.AuthenticationError, match="invalid x-api-key"):
        lab.ask()


def test_an_unknown_path_is_not_found(lab):
    headers = {"x-api-key": "k", "anthropic-version": "2026-10-21"}
    answer = requests.get(f"{lab.url}/v1/nothing", headers=headers, timeout=5)

    assert (answer.status_code, answer.json()["error"]["type"]) == (404, "not_found_error")


def test_counting_agrees_with_what_an_answer_is_billed(lab):
    request = lab.request()
    counted = lab.client.messages.count_tokens(
        **{key: request[key] for key in ("model", "system", "messages", "output_config")}
    )

    usage = lab.ask().usage
    assert counted.input_tokens == usage.input_tokens + usage.cache_creation_input_tokens


def test_an_answer_that_does_not_fit_is_cut_at_max_tokens(lab):
    message = lab.ask(max_tokens=50)

    assert message.stop_reason == "max_tokens"
    assert message.usage.output_tokens == 50
    with pytest.raises(json.JSONDecodeError):
        json.loads(message.content[0].text)


def test_a_repair_turn_is_answered_like_the_first(lab):
    first = lab.ask()
    repair = repair_request(lab.profile, lab.request(), first.content[0].text, [])

    assert lab.client.messages.create(**repair).content[0].text == first.content[0].text


def test_models_tell_their_capabilities_and_lifecycle(lab):
    known = {model.id: model for model in lab.client.models.list(limit=5)}

    assert known[MODEL].capabilities.structured_outputs.supported
    assert not known[MODEL].capabilities.thinking.types.disabled.supported
    assert (known["claude-sonnet-4-5"].lifecycle, known["claude-sonnet-4-5"].retires_at.year) == ("deprecated", 2026)
    assert known["claude-opus-4-0"].lifecycle == "retired"


def test_a_model_can_be_retired(lab):
    lab.set(lifecycle={MODEL: "retired"})

    assert lab.client.models.retrieve(MODEL).lifecycle == "retired"
    with pytest.raises(anthropic.NotFoundError):
        lab.ask()
