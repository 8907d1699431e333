"""The link of a notice to the page on which its candidates ask for something: signed, so that nobody makes one up."""

import hashlib

from itsdangerous import BadSignature, URLSafeSerializer

from settings import Settings

LONGEST = 500


def notice_address(settings: Settings, customer_id: str, job_id: str) -> str:
    """The whole address, the same for the same job as long as SECRET_KEY stays; '' where none is set."""
    if not settings.secret_key:
        return ""
    return f"{settings.public_url}/notices/{_serializer(settings).dumps([customer_id, job_id])}"


def read_notice_token(settings: Settings, token: str) -> tuple[str, str] | None:
    """The customer and job of a link of ours; None for anything else."""
    if len(token) > LONGEST:
        return None
    try:
        customer_id, job_id = _serializer(settings).loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return str(customer_id), str(job_id)


def _serializer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.secret_key, salt="notice", signer_kwargs={"digest_method": hashlib.sha256})
