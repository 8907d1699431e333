"""Lists of a simulated iCIMS over a real socket, and the statuses in them."""

from icims.statuses import application_statuses


def answered(body):
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def test_the_statuses_of_applications_are_the_nodes_of_their_list(client, lab):
    assert (
        application_statuses(client)
        == {node["id"] for node in lab.tenant.lists.nodes("lists.submittal.status")}
        > {"D10100", "C12295"}
    )


def test_a_list_of_several_pages_is_read_to_its_end(client, lab):
    lab.tenant.lists.extend("lists.submittal.status", [(f"C7{n:05}", f"Status {n}") for n in range(1200)])

    found = application_statuses(client)

    assert "C701199" in found
    assert len(found) == 1208
    assert lab.calls("v2/lists/") <= 4


def test_the_list_is_found_by_its_name_where_the_field_is_hidden(client, lab):
    lab.tenant.options.hidden = {"applicantworkflows": ["status"]}

    assert "C12295" in application_statuses(client)


def test_a_list_that_is_hidden_tells_no_statuses(client, lab):
    lab.tenant.lists.remove("lists.submittal.status")

    assert application_statuses(client) == frozenset()


def test_a_list_that_is_always_sent_whole_is_asked_for_twice_at_most(connect, raw_server):
    body = b'{"properties":{"status":{"list":"lists.rw.status"}},"nodes":[{"id":"C1","below":[{"id":"D2"}]},{"id":7}]}'
    asked = []
    client = connect(api_url=raw_server([answered(body)]), auth="basic", observe=lambda *told: asked.append(told[1]))

    found = application_statuses(client)

    assert found == {"C1", "D2"}
    assert len([path for path in asked if "lists" in path]) == 2


def test_a_name_of_a_list_that_is_none_never_enters_an_address(connect, raw_server):
    body = b'{"properties":{"status":{"list":"lists.x/../../people/1"}}}'
    asked = []
    client = connect(api_url=raw_server([answered(body)]), auth="basic", observe=lambda *told: asked.append(told[1]))

    assert application_statuses(client) == frozenset()
    assert [path.rpartition("/")[2] for path in asked] == ["schema", "lists"]
