"""Whether a mapping fits the schema of the tenant."""

from icims.fields import FieldMapping
from icims.simulator import Field, Kind


def schemas(client):
    kinds = {"workflow": "submittal", "person": "person", "job": "job"}
    return {target: client.schema(kind) for target, kind in kinds.items()}


def test_a_mapping_that_fits_the_tenant_has_no_problems(client, lab):
    children = (Field("field52001"), Field("field52002"))
    lab.tenant.add_field("applicantworkflows", Field("field52000", Kind.GROUP, children=children))
    lab.tenant.add_field("jobs", Field("field71001", Kind.HTML, "Nice to have"))
    tenant = FieldMapping.parse(
        {
            "fields": {
                "AI_Match_Score": {"field": "field51001", "type": "number"},
                "AI_Strength_Summary": {"field": "field51002", "max_length": 255},
                "Top_Skills_Matched": {"field": "field52002", "group": "field52000"},
                "key_skills": {"field": "field61001", "target": "person"},
            },
            "groups": {"field52000": {"key_field": "field52001", "key": "ours"}},
            "screening": [{"question": "Do you travel?", "field": "field51002"}],
            "requisition": {"fields": ["field71001"]},
        }
    )

    assert tenant.check(schemas(client)) == []


def test_what_does_not_fit_the_tenant_is_listed(client, lab):
    lab.tenant.add_field("applicantworkflows", Field("field51009", Kind.TEXT, "Veteran status"))
    lab.tenant.options.hidden = {"people": ["field61001"]}
    tenant = FieldMapping.parse(
        {
            "fields": {
                "AI_Match_Score": {"field": "field51002", "type": "multi-list"},
                "AI_Strength_Summary": {"field": "field51002", "max_length": 500, "group": "field9"},
                "source": {"field": "field51009"},
                "missing_requirements": {"field": "field51001", "type": "text", "max_length": 300},
                "key_skills": {"field": "field61001", "target": "person"},
            },
            "groups": {"field9": {"key_field": "field10", "key": "ours"}},
            "screening": [{"question": "Do you travel?", "field": "field99"}],
            "requisition": {"fields": ["field98"]},
        }
    )

    problems = tenant.check(schemas(client))

    assert problems == [
        "AI_Match_Score: field51002 is of type string, the mapping says multi-list",
        "AI_Strength_Summary: group field9 is not in the workflow schema: it does not exist or is hidden from us",
        'source: field51009 is labelled "veteran"; such a field must not be used',
        "missing_requirements: field51001 is of type integer, the mapping says text",
        "key_skills: field61001 is not in the person schema: it does not exist or is hidden from us",
        "screening field99: field99 is not in the workflow schema: it does not exist or is hidden from us",
        "requisition: field98 is not in the job schema: it does not exist or is hidden from us",
    ]


def test_a_field_that_is_too_short_is_listed(client):
    tenant = FieldMapping.parse({"fields": {"source": {"field": "field51002", "max_length": 500}}})

    assert tenant.check(schemas(client)) == ["source: field51002 takes 255 characters, the mapping says 500"]
