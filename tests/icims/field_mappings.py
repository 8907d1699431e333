"""The mapping of the documentation, and mappings made for one test."""

from pathlib import Path

from icims.fields import FieldMapping

EXAMPLE = Path(__file__).parents[2] / "docs" / "field-mapping.example.yml"


def mapping(**fields):
    return FieldMapping.parse({"fields": fields})
