"""What a person's fields say about who must not be recognised."""

import pytest

from icims.person import read_identity
from scoring.redaction import Identity


def test_names_addresses_and_numbers_are_read_in_the_spelling_of_icims() -> None:
    identity = read_identity(
        {
            "firstname": "Ida",
            "middlename": "J",
            "lastname": " Sample ",
            "email": "ida@example.com",
            "phones": [{"phonenumber": "+1 555-0100"}, {"phonetype": {"value": "Fax"}}],
            "addresses": [{"addressstreet1": "1 Main St", "addresscity": "Boston", "addresszip": "02120"}],
        }
    )

    assert identity.names == ("Ida J Sample", "Ida", "Sample")
    assert identity.emails == ("ida@example.com",)
    assert identity.phones == ("+1 555-0100",)
    assert identity.addresses == ("1 Main St", "02120")


@pytest.mark.parametrize("fields", [{}, {"phones": None, "addresses": "hidden"}, {"phones": [1], "firstname": None}])
def test_what_is_hidden_or_of_another_shape_is_left_out(fields: dict[str, object]) -> None:
    assert read_identity(fields) == Identity()
