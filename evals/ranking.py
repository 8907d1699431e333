"""Does the better resume get the higher score? Categories, matched pairs and human ratings, against text similarity."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from evals.baselines import Bm25, TfIdf, auc, average_precision, ndcg, spearman
from evals.cards import rubric_of, score_of
from evals.table import Row

FILES = ("category_resumes.dev.jsonl", "job_texts.jsonl")
_RELEVANT_FROM = 5  # of 7, as the human raters of FERR used it

Scorer = Callable[[str, str], float]


def measure(eval_dir: Path) -> list[Row]:
    """One row a category and one for their mean, then the human-labelled pairs where they are there."""
    resumes = _lines(eval_dir / "category_resumes.dev.jsonl")
    jobs = _lines(eval_dir / "job_texts.jsonl")
    corpus = [resume["text"] for resume in resumes] + [job["text"] for job in jobs]
    scorers = {"ours": ours, "TF-IDF": TfIdf(corpus).score, "BM25": Bm25(corpus).score}
    rows = list(_categories(resumes, [job for job in jobs if job.get("category")], scorers))
    if (eval_dir / "fit_pairs.dev.jsonl").exists():
        rows += _fit_pairs(_lines(eval_dir / "fit_pairs.dev.jsonl"), scorers)
    return rows


def ours(job_text: str, resume: str) -> float:
    return score_of(rubric_of(job_text), resume)


def _categories(
    resumes: Sequence[dict[str, Any]], jobs: Sequence[dict[str, Any]], scorers: dict[str, Scorer]
) -> Iterator[Row]:
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for job in jobs:
        query = f"{job['title']}\n{job['text']}"
        wanted = job["category"].casefold()
        for name, scorer in scorers.items():
            scored = sorted(resumes, key=lambda resume: -scorer(query, resume["text"]))
            relevant = [resume["category"].casefold() == wanted for resume in scored]
            found[name].append((ndcg(relevant), average_precision(relevant)))
        best = [max(found[name][-1][i] for name in scorers if name != "ours") for i in (0, 1)]
        mine = found["ours"][-1]
        pairs = list(zip(mine, best, strict=True))
        yield Row(
            f"category {job['category'].lower()}: nDCG@10 / AP",
            f"{mine[0]:.3f} / {mine[1]:.3f}",
            f"{best[0]:.3f} / {best[1]:.3f}",
            "above both",
            all(own == 1 or own > rival or (i == 0 and own == rival) for i, (own, rival) in enumerate(pairs)),
        )
    means = {name: [sum(v[i] for v in values) / len(values) for i in (0, 1)] for name, values in found.items()}
    rivals = [means[name] for name in scorers if name != "ours"]
    yield Row(
        f"mean of {len(jobs)} categories: nDCG@10 / AP",
        "{:.3f} / {:.3f}".format(*means["ours"]),
        "; ".join(f"{name} {means[name][0]:.3f} / {means[name][1]:.3f}" for name in scorers if name != "ours"),
        "above both",
        all(means["ours"][i] == 1 or means["ours"][i] > rival[i] for i in (0, 1) for rival in rivals),
    )


def _fit_pairs(pairs: Sequence[dict[str, Any]], scorers: dict[str, Scorer]) -> list[Row]:
    ferr = [pair for pair in pairs if pair["source"] == "FERR"]
    engineer = [pair for pair in pairs if pair["source"] == "panoslin"]
    rows = []
    if ferr:
        ranked = {name: _per_job(ferr, scorer) for name, scorer in scorers.items()}
        rows.append(_compared("FERR: mean Spearman per job", ranked))
        judged = {
            name: auc((scorer(p["job_text"], p["resume_text"]), int(p["label"]) >= _RELEVANT_FROM) for p in ferr)
            for name, scorer in scorers.items()
        }
        rows.append(_compared(f"FERR: AUC of a rating of {_RELEVANT_FROM} or more", judged))
    if engineer:
        fitting = {
            name: auc((scorer(p["job_text"], p["resume_text"]), str(p["label"]) == "True") for p in engineer)
            for name, scorer in scorers.items()
        }
        rows.append(_compared(f"one engineer, {len(engineer)} real advertisements: AUC", fitting))
    return rows


def _per_job(pairs: Sequence[dict[str, Any]], scorer: Scorer) -> float:
    by_job: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for pair in pairs:
        by_job[pair["job_id"]].append((scorer(pair["job_text"], pair["resume_text"]), float(pair["label"])))
    correlations = [
        spearman([score for score, _ in rated], [label for _, label in rated])
        for rated in by_job.values()
        if len(rated) > 1
    ]
    return sum(correlations) / len(correlations)


def _compared(measured: str, values: dict[str, float]) -> Row:
    rivals = {name: value for name, value in values.items() if name != "ours"}
    return Row(
        measured,
        f"{values['ours']:.3f}",
        ", ".join(f"{name} {value:.3f}" for name, value in rivals.items()),
        "above both",
        values["ours"] > max(rivals.values()),
    )


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
