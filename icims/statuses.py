"""The statuses that a tenant's applications can have, as far as its lists tell them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from icims.client import IcimsClient
from icims.errors import IcimsRefusedError

# No public page names the list of the statuses of applications. What a schema says goes before the name [?].
_BY_NAME = re.compile(r"lists\.(?:submittal|applicantworkflow|recruitingworkflow|rw)\b.*status", re.IGNORECASE)
_NAME = re.compile(r"lists\.\w[\w.]{0,100}", re.ASCII)
_NODE = re.compile(r"[CD][0-9]{1,18}", re.ASCII)
_PAGES_AT_MOST = 50


def application_statuses(client: IcimsClient) -> frozenset[str]:
    """The node ids of the statuses that iCIMS lists for applications; empty where it lists none to us.

    Statuses stand in the lists of the tenant [I]; which list, how a node looks and how lists are paged is not published
    [?], so every node id of every level that is sent counts.
    """
    try:
        name = _list_name(client)
        return frozenset(_nodes(client, name)) if name else frozenset()
    except IcimsRefusedError:  # hidden from the integration user, or no such call
        return frozenset()


def _list_name(client: IcimsClient) -> str:
    properties = client.schema("submittal").get("properties")
    described = properties.get("status") if isinstance(properties, Mapping) else None
    stated = described.get("list") if isinstance(described, Mapping) else None
    if isinstance(stated, str) and _NAME.fullmatch(stated):
        return stated
    named = client.lists().get("lists")
    known = [name for name in named if isinstance(name, str)] if isinstance(named, list) else []
    return next((name for name in known if _NAME.fullmatch(name) and _BY_NAME.match(name)), "")


def _nodes(client: IcimsClient, name: str) -> set[str]:
    """Page by page until one brings nothing new: paging may have other words than ours, and then all come the same."""
    found: set[str] = set()
    for page in range(_PAGES_AT_MOST):
        content = client.list_page(name, page)
        ids = set(_ids(content))
        if ids <= found:
            break
        found |= ids
    return found


def _ids(content: Any) -> Iterator[str]:
    if isinstance(content, Mapping):
        node = content.get("id")
        if isinstance(node, str) and _NODE.fullmatch(node):
            yield node
        content = list(content.values())
    if isinstance(content, list):
        for each in content:
            yield from _ids(each)
