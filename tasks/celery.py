"""The Celery application; its dependencies are built after the fork, when the first step asks for them."""

from threading import Lock
from typing import TYPE_CHECKING

from celery import Celery

if TYPE_CHECKING:
    from tasks.deps import Deps


class ScoringCelery(Celery):
    """Celery with one more attribute: ``deps``, what the steps work with in this process."""

    threads = 1  # that share them in this process
    _deps: "Deps | None" = None
    _opening = Lock()

    @property
    def deps(self) -> "Deps":
        with self._opening:
            if self._deps is None:
                from tasks.deps import Deps  # noqa: PLC0415  publishers (web, beat) never need it

                self._deps = Deps.from_settings(threads=self.threads)
            return self._deps

    @deps.setter
    def deps(self, deps: "Deps | None") -> None:
        self._deps = deps

    @property
    def has_deps(self) -> bool:
        return self._deps is not None


app = ScoringCelery(
    "tasks",
    include=[
        "tasks.extract",
        "tasks.match",
        "tasks.flag",
        "tasks.write_back",
        "tasks.audit",
        "tasks.schedule",
        "tasks.batches",
        "tasks.proof",
        "tasks.notice_gate",
        "tasks.review_writes",
        "tasks.trial_jobs",
        "tasks.rescoring",
        "tasks.signals",
    ],
)
app.config_from_object("celeryconfig")
