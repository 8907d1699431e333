"""Which rollouts hold for a requisition, as parts of statements that name it ``requisition``."""

# The narrowest scope first, and the newest first within one.
_HERE = """
rollout.approved_at IS NOT NULL AND rollout.ended_at IS NULL AND rollout.customer_id = requisition.customer_id
AND rollout.family IN ('', requisition.family) AND rollout.job_id IN ('', requisition.job_id)"""
_ORDER = "rollout.job_id <> '' DESC, rollout.family <> '' DESC, rollout.approved_at DESC, rollout.id DESC"

# The mode for everybody who is in no pilot group: what the dashboard calls the requisition's mode.
MODE_FOR_ALL = f"""COALESCE(
    (SELECT rollout.mode FROM rollouts AS rollout WHERE {_HERE} AND rollout.pilot IS NULL ORDER BY {_ORDER} LIMIT 1),
    requisition.mode)"""  # noqa: S608  constants of this module

# All of them with their groups, for scoring.rollout.mode_of.
ROLLOUTS = f"""
(SELECT jsonb_agg(jsonb_build_object('mode', rollout.mode, 'pilot', rollout.pilot) ORDER BY {_ORDER})
 FROM rollouts AS rollout WHERE {_HERE})"""  # noqa: S608  constants of this module
