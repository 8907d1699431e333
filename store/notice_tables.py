"""The tables of the notices to candidates: which places' rules hold for a requisition, and when its notice came out."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from store.tables import NOW, Base


class NoticePlacesRow(Base):
    """Whose rules on notices hold. '' as job is every requisition of the customer that has no row of its own."""

    __tablename__ = "notice_places"
    customer_id: Mapped[str] = mapped_column(primary_key=True)
    job_id: Mapped[str] = mapped_column(primary_key=True)
    places: Mapped[list[str]] = mapped_column(sa.ARRAY(sa.Text))
    set_at: Mapped[datetime] = mapped_column(server_default=NOW)
    set_by: Mapped[str]


class NoticePublicationRow(Base):
    """A person says that the notice of a job stands there since that day.

    ``letter_sha256`` is of what it said about the job.
    """

    __tablename__ = "notice_publications"
    __table_args__ = (sa.Index(None, "customer_id", "job_id"),)
    id: Mapped[int] = mapped_column(sa.Identity(), primary_key=True)
    customer_id: Mapped[str]
    job_id: Mapped[str]
    published_on: Mapped[date]
    place: Mapped[str]  # where it can be read
    letter_sha256: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(server_default=NOW)
    recorded_by: Mapped[str]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]
