"""File fields: download, upload, removal and extracted text."""

from http import HTTPStatus
from uuid import uuid4

from flask import Response, request

from icims.simulator.api import api, base_url, changed, created, faults, tenant
from icims.simulator.broken_files import broken
from icims.simulator.document_text import document_text
from icims.simulator.errors import ApiError, Problem, invalid, not_found
from icims.simulator.fields import Field, Kind
from icims.simulator.profile import Profile, StoredFile
from icims.simulator.reading import find_profile
from icims.simulator.writing import add_entry, find_entry, find_group

FILE = "/<profile_type>/<int:profile_id>/fields/<field_id>"
CHILD = "/<profile_type>/<int:profile_id>/fields/<group>/<int:entry_id>/fields/<child>/binary"


@api.get(f"{FILE}/binary")
def download(profile_type: str, profile_id: int, field_id: str) -> Response:
    profile = _holder(profile_type, profile_id, field_id)
    file = profile.files.get(field_id)
    for rule in faults("resume"):
        file = broken(rule.variant, file)
    return _raw(file)


@api.patch(f"{FILE}/binary")
def upload(profile_type: str, profile_id: int, field_id: str) -> Response:
    profile = _holder(profile_type, profile_id, field_id)
    _keep(profile, field_id, _uploaded())
    return changed()


@api.delete(f"{FILE}/binary")
def remove(profile_type: str, profile_id: int, field_id: str) -> Response:
    profile = _holder(profile_type, profile_id, field_id)
    if field_id == "resume":
        raise invalid("A resume cannot be deleted.", field_id)
    if profile.files.pop(field_id, None) is None:
        raise not_found(f"File {field_id}")
    return changed()


@api.get(f"{FILE}/text")
def text(profile_type: str, profile_id: int, field_id: str) -> Response:
    """UTF-8 text as the one part of a multi-part answer; how exactly it is divided is not shown anywhere [?]."""
    profile = _holder(profile_type, profile_id, field_id)
    file = profile.files.get(field_id)
    extracted = document_text(file) if file is not None else ""
    if file is None or not extracted or any(True for _ in faults("text_unavailable")):
        raise not_found(f"Text of {field_id}")
    boundary = uuid4().hex
    head = (
        f'--{boundary}\r\nContent-Disposition: attachment;filename="{file.filename}.txt"\r\n'
        "Content-Type: text/plain;charset=UTF-8\r\n\r\n"
    )
    body = head.encode() + extracted.encode() + f"\r\n--{boundary}--\r\n".encode()
    return Response(body, content_type=f"multipart/mixed; boundary={boundary}")


@api.post("/<profile_type>/<int:profile_id>/fields/<group>/fields/<child>/binary")
def upload_new_entry(profile_type: str, profile_id: int, group: str, child: str) -> Response:
    """POST of one file child creates the entry that holds it; the exact address is [I]."""
    profile = find_profile(tenant(), profile_type, profile_id)
    known = find_group(tenant(), profile, group)
    _file_child(known, child)
    file = _uploaded()
    entry = add_entry(tenant(), profile, known, {})
    if entry is None:
        raise invalid("An empty entry exists already.", group)
    _keep(profile, f"{group}/{entry['entry']}/{child}", file)
    return created(f"{base_url()}/{profile_type}/{profile_id}/fields/{group}/{entry['entry']}")


@api.get(CHILD)
def download_child(profile_type: str, profile_id: int, group: str, entry_id: int, child: str) -> Response:
    profile = _entry_holder(profile_type, profile_id, group, entry_id, child)
    return _raw(profile.files.get(f"{group}/{entry_id}/{child}"))


@api.patch(CHILD)
def upload_child(profile_type: str, profile_id: int, group: str, entry_id: int, child: str) -> Response:
    profile = _entry_holder(profile_type, profile_id, group, entry_id, child)
    _keep(profile, f"{group}/{entry_id}/{child}", _uploaded())
    return changed()


@api.delete(CHILD)
def remove_child(profile_type: str, profile_id: int, group: str, entry_id: int, child: str) -> Response:
    profile = _entry_holder(profile_type, profile_id, group, entry_id, child)
    if profile.files.pop(f"{group}/{entry_id}/{child}", None) is None:
        raise not_found(f"File {child}")
    return changed()


def _holder(profile_type: str, profile_id: int, field_id: str) -> Profile:
    profile = find_profile(tenant(), profile_type, profile_id)
    known = tenant().catalogue.get(profile_type, field_id)
    if known is None:
        raise not_found(f"Field {field_id}")
    if known.kind is not Kind.FILE:
        raise invalid("The field is not a file field.", field_id)
    return profile


def _entry_holder(profile_type: str, profile_id: int, group: str, entry_id: int, child: str) -> Profile:
    profile = find_profile(tenant(), profile_type, profile_id)
    known = find_group(tenant(), profile, group)
    _file_child(known, child)
    find_entry(profile, known, entry_id)
    return profile


def _file_child(group: Field, child: str) -> None:
    known = group.child(child)
    if known is None or known.kind is not Kind.FILE:
        raise invalid("The field is not a file field.", child)


def _uploaded() -> StoredFile:
    """The file of a multi-part form, or a raw body whose name is in Content-Disposition (the docs show both)."""
    for part in request.files.values():
        return StoredFile(part.read(), part.filename or "file", part.mimetype or "application/octet-stream")
    disposition = request.headers.get("Content-Disposition", "")
    content = request.get_data()
    if not content or "filename" not in disposition:
        raise ApiError(HTTPStatus.BAD_REQUEST, Problem(1, "A form part with a filename is expected."))
    filename = disposition.partition("filename=")[2].strip('" ')
    return StoredFile(content, filename, request.mimetype or "application/octet-stream")


def _keep(profile: Profile, path: str, file: StoredFile) -> None:
    with tenant().lock:
        twin = profile.files.get(path) == file
        profile.files = {**profile.files, path: file}
        now = tenant().clock()
        if tenant().options.writes_touch_updateddate:
            profile.updated = now
        profile.wrote(now, f"PATCH {path.partition('/')[0]}/binary", (path,), changed=not twin)


def _raw(file: StoredFile | None) -> Response:
    if file is None:
        raise not_found("File")  # a JSON error is recorded for "no resume", its status 404 is [I]
    response = Response(file.content, content_type=file.media_type)
    if tenant().options.content_disposition:
        # Header fields are Latin-1; what a real tenant does with other letters is not known [?].
        name = file.filename.encode("ascii", "replace").decode().replace('"', "")
        response.headers["Content-Disposition"] = f'attachment;filename="{name}"'
    return response
