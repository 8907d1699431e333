"""The table of trials that somebody asked for on a page and a worker carries out."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from store.tables import NOW, Base

UNFINISHED = sa.text("state IN ('waiting', 'running')")


class PolicyTrialRow(Base):
    """A simulation or a canary run of a proposal, on its way or finished. A proposal has one of either under way."""

    __tablename__ = "policy_trials"
    __table_args__ = (
        sa.Index("uq_policy_trials_under_way", "proposal_id", "kind", unique=True, postgresql_where=UNFINISHED),
        sa.Index("ix_policy_trials_unfinished", "rung_at", postgresql_where=UNFINISHED),
        sa.Index(None, "proposal_id", "id"),
    )
    id: Mapped[int] = mapped_column(sa.Identity(), primary_key=True)
    proposal_id: Mapped[int] = mapped_column(sa.ForeignKey("activations.id"))
    kind: Mapped[str]  # simulation | canary
    state: Mapped[str] = mapped_column(server_default="waiting")  # waiting | running | done | failed
    queue: Mapped[str]
    applications: Mapped[int] = mapped_column(sa.Integer)  # at most so many; 0 for a canary run
    done: Mapped[int] = mapped_column(sa.Integer, server_default="0")
    total: Mapped[int] = mapped_column(sa.Integer, server_default="0")
    error: Mapped[str] = mapped_column(server_default="")
    simulation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("policy_simulations.id"))
    canary_id: Mapped[int | None] = mapped_column(sa.ForeignKey("canary_runs.id"))
    # The number of the worker that holds it: a result of an earlier one is not taken.
    attempts: Mapped[int] = mapped_column(sa.Integer, server_default="0")
    lease_until: Mapped[datetime | None]
    rung_at: Mapped[datetime] = mapped_column(server_default=NOW)
    requested_at: Mapped[datetime] = mapped_column(server_default=NOW)
    requested_by: Mapped[str]
    finished_at: Mapped[datetime | None]
