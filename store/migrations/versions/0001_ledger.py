"""The ledger: requisitions, rubrics, applications, runs, findings, scores, write-backs, dead letters and audit events."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from store.tables import XID8

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

REFUSE = """
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_events is insert-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_events_insert_only BEFORE UPDATE OR DELETE ON audit_events
    FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_events_no_truncate BEFORE TRUNCATE ON audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
ALTER TABLE audit_events ENABLE ALWAYS TRIGGER audit_events_insert_only;
ALTER TABLE audit_events ENABLE ALWAYS TRIGGER audit_events_no_truncate;
"""


def upgrade() -> None:
    op.create_table(
        "applications",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("workflow_id", sa.Text(), nullable=False),
        sa.Column("job_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("pooled", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applications")),
        sa.UniqueConstraint("customer_id", "workflow_id", name=op.f("uq_applications_customer_id_workflow_id")),
    )
    op.create_index(op.f("ix_applications_customer_id_job_id"), "applications", ["customer_id", "job_id"], unique=False)
    op.create_index(
        op.f("ix_applications_customer_id_person_id"), "applications", ["customer_id", "person_id"], unique=False
    )
    op.create_table(
        "audit_events",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("xid", XID8(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.Column("trace_id", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("job_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("workflow_id", sa.Text(), nullable=False),
        sa.Column("run_id", sa.UUID(as_uuid=False), nullable=True),
        sa.Column("versions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("inputs", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("output", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_events")),
    )
    op.create_index(
        op.f("ix_audit_events_customer_id_workflow_id"), "audit_events", ["customer_id", "workflow_id"], unique=False
    )
    op.create_index(op.f("ix_audit_events_run_id"), "audit_events", ["run_id"], unique=False)
    op.create_table(
        "poll_cursors",
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("polled_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_poll_cursors")),
    )
    op.create_table(
        "requisitions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("job_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("content_sha256", sa.Text(), nullable=False),
        sa.Column("rubric_id", sa.BigInteger(), nullable=True),
        sa.Column("fetched_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("mode_changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mode_changed_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requisitions")),
        sa.UniqueConstraint("customer_id", "job_id", name=op.f("uq_requisitions_customer_id_job_id")),
    )
    op.create_table(
        "scheduled_slots",
        sa.Column("job_name", sa.Text(), nullable=False),
        sa.Column("slot", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("job_name", "slot", name=op.f("pk_scheduled_slots")),
    )
    op.create_table(
        "rubrics",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("requisition_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.Text(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["requisition_id"], ["requisitions.id"], name=op.f("fk_rubrics_requisition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rubrics")),
        sa.UniqueConstraint("requisition_id", "version", name=op.f("uq_rubrics_requisition_id_version")),
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("trace_id", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("next_step", sa.Text(), server_default="extract", nullable=True),
        sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("worker_losses", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("lease_token", sa.UUID(as_uuid=False), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rung_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("rings", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("rerun_requested", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("resume_sha256", sa.Text(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["application_id"], ["applications.id"], name=op.f("fk_runs_application_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
    )
    op.create_index(op.f("ix_runs_application_id_opened_at"), "runs", ["application_id", "opened_at"], unique=False)
    op.create_index(
        "ix_runs_open_rung_at", "runs", ["rung_at"], unique=False, postgresql_where=sa.text("state = 'open'")
    )
    op.create_index(
        "uq_runs_one_open_per_application",
        "runs",
        ["application_id"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "dead_letters",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("run_id", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("error_digest", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("resolution", sa.Text(), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_dead_letters_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dead_letters")),
    )
    op.create_index(op.f("ix_dead_letters_run_id"), "dead_letters", ["run_id"], unique=False)
    op.create_index(
        "ix_dead_letters_waiting",
        "dead_letters",
        ["created_at"],
        unique=False,
        postgresql_where=sa.text("resolution IS NULL"),
    )
    op.create_table(
        "findings",
        sa.Column("run_id", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_findings_run_id")),
        sa.PrimaryKeyConstraint("run_id", "step", name=op.f("pk_findings")),
    )
    op.create_table(
        "inbox_events",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("dedup_key", sa.Text(), nullable=False),
        sa.Column("workflow_id", sa.Text(), nullable=False),
        sa.Column("body_sha256", sa.Text(), nullable=False),
        sa.Column("run_id", sa.UUID(as_uuid=False), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_inbox_events_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_events")),
        sa.UniqueConstraint("customer_id", "dedup_key", name=op.f("uq_inbox_events_customer_id_dedup_key")),
    )
    op.create_table(
        "quarantined_files",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("run_id", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_quarantined_files_run_id")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_quarantined_files")),
    )
    op.create_table(
        "scores",
        sa.Column("run_id", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("requisition_id", sa.BigInteger(), nullable=False),
        sa.Column("rubric_id", sa.BigInteger(), nullable=False),
        sa.Column("score", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("abstained", sa.Text(), nullable=True),
        sa.Column("strongest", sa.Text(), nullable=False),
        sa.Column("missing", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("assessor", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("prompt_version", sa.Text(), nullable=False),
        sa.Column("current", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("scored_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["applications.id"], name=op.f("fk_scores_application_id")),
        sa.ForeignKeyConstraint(["requisition_id"], ["requisitions.id"], name=op.f("fk_scores_requisition_id")),
        sa.ForeignKeyConstraint(["rubric_id"], ["rubrics.id"], name=op.f("fk_scores_rubric_id")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_scores_run_id")),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_scores")),
    )
    op.create_index(op.f("ix_scores_application_id"), "scores", ["application_id"], unique=False)
    op.create_index(
        "ix_scores_ranking",
        "scores",
        ["requisition_id", sa.literal_column("score DESC NULLS LAST"), sa.literal_column("application_id")],
        unique=False,
        postgresql_where=sa.text("current"),
    )
    op.create_table(
        "write_backs",
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("run_id", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("entry_id", sa.Text(), nullable=True),
        sa.Column("posts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("written_sha256", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["applications.id"], name=op.f("fk_write_backs_application_id")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_write_backs_run_id")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_write_backs")),
    )
    op.create_foreign_key("fk_requisitions_rubric_id", "requisitions", "rubrics", ["rubric_id"], ["id"])
    op.execute(REFUSE)


def downgrade() -> None:
    op.drop_constraint("fk_requisitions_rubric_id", "requisitions")
    op.drop_table("write_backs")
    op.drop_index("ix_scores_ranking", table_name="scores", postgresql_where=sa.text("current"))
    op.drop_index(op.f("ix_scores_application_id"), table_name="scores")
    op.drop_table("scores")
    op.drop_table("quarantined_files")
    op.drop_table("inbox_events")
    op.drop_table("findings")
    op.drop_index("ix_dead_letters_waiting", table_name="dead_letters", postgresql_where=sa.text("resolution IS NULL"))
    op.drop_index(op.f("ix_dead_letters_run_id"), table_name="dead_letters")
    op.drop_table("dead_letters")
    op.drop_index("uq_runs_one_open_per_application", table_name="runs", postgresql_where=sa.text("state = 'open'"))
    op.drop_index("ix_runs_open_rung_at", table_name="runs", postgresql_where=sa.text("state = 'open'"))
    op.drop_index(op.f("ix_runs_application_id_opened_at"), table_name="runs")
    op.drop_table("runs")
    op.drop_table("rubrics")
    op.drop_table("scheduled_slots")
    op.drop_table("requisitions")
    op.drop_table("poll_cursors")
    op.drop_index(op.f("ix_audit_events_run_id"), table_name="audit_events")
    op.drop_index(op.f("ix_audit_events_customer_id_workflow_id"), table_name="audit_events")
    op.drop_table("audit_events")
    op.drop_index(op.f("ix_applications_customer_id_person_id"), table_name="applications")
    op.drop_index(op.f("ix_applications_customer_id_job_id"), table_name="applications")
    op.drop_table("applications")
    op.execute("DROP FUNCTION refuse_audit_change")
