"""``icims-scoring taxonomy``: import ESCO and O*NET, and look at what the taxonomy knows."""

import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import click

from scoring.errors import InvalidInputError
from scoring.taxonomy import Taxonomy, load_taxonomy, use_extra_taxonomy
from scoring.taxonomy.extra import ExtraSource, read_manifest
from settings import Settings

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.group()
def taxonomy() -> None:
    """Import skills of ESCO and O*NET, and look at what the taxonomy knows."""


@taxonomy.command("import")
@click.option("--esco", metavar="DIR", type=FOLDER, help="The unpacked CSV bundle of ESCO, English.")
@click.option("--onet", metavar="DIR", type=FOLDER, help="The unpacked text database of O*NET.")
@click.option("--out", metavar="DIR", type=FOLDER, required=True, help="Where to write; set TAXONOMY_EXTRA to it.")
@click.option("--esco-version", metavar="X.Y.Z", default="", help="If the folder's name does not tell it.")
@click.option("--onet-version", metavar="X.Y", default="", help="If the folder's name does not tell it.")
def import_command(esco: Path | None, onet: Path | None, out: Path, esco_version: str, onet_version: str) -> None:
    """Turn downloaded files into a folder of skills that the service loads beside its own.

    Our own skills win wherever both know a name. OUT holds exactly what this import was given; nothing in it changes
    before all files were read. Licences ask for the notice in OUT/ATTRIBUTION.txt to be shown to users.
    """
    if esco is None and onet is None:
        raise click.UsageError("name the files to import with --esco, --onet or both")
    # Only an import needs the readers of published files.
    from scoring.taxonomy.importing import (  # noqa: PLC0415
        ESCO,
        ONET,
        Sorter,
        read_esco,
        read_onet,
        version_in,
        write_extra,
    )

    use_extra_taxonomy("")  # what an earlier import added is no reason to leave a name out of this one
    sorter, imports = Sorter(load_taxonomy()), []
    with closing(_Counter()) as counter:
        if esco is not None:
            imports.append((sorter.sort(ESCO, read_esco(esco, counter)), esco_version or version_in(esco)))
        if onet is not None:
            imports.append((sorter.sort(ONET, read_onet(onet, counter)), onet_version or version_in(onet)))
    for imported, _ in imports:
        if not imported.skills and not imported.curated:
            raise InvalidInputError(f"the files of {imported.source.name} hold no skill: nothing was written")
    manifest = write_extra(out, imports)
    for imported, version in imports:
        aliases = sum(len(skill.aliases) for skill in imported.skills)
        click.echo(
            f"{imported.source.name} {version or '(version not stated)'}: {len(imported.skills)} skills with "
            f"{aliases} further names; {imported.curated} were ours already, {imported.left_out} have no usable name, "
            f"{len(imported.listed)} names count only in lists, {imported.ambiguous} names were ambiguous"
        )
    click.echo(f"{manifest} written; set TAXONOMY_EXTRA={out.resolve()} and restart the workers")


@taxonomy.command()
@click.argument("name")
def show(name: str) -> None:
    """What the taxonomy in force knows of a skill, given in any spelling."""
    known = _in_force()
    skill = known.skill(name)
    if skill is None:
        raise InvalidInputError("the taxonomy knows no skill of this name")
    source = {extra.area: f"{extra.name} {extra.version}".strip() for extra in _sources()}.get(skill.area, "shipped")
    lines = {
        "name": skill.name,
        "kind": skill.kind.value,
        "from": f"{source}, {skill.area}",
        "category": skill.category,
        "also": "; ".join(skill.aliases),
        "only in lists": "; ".join(name for name in (skill.name, *skill.aliases) if known.counts_only_in_lists(name)),
        "falls under": ", ".join(skill.broader),
        "takes": ", ".join(skill.uses),
        "related to": ", ".join(f"{other} {credit:g}" for other, credit in skill.related),
        "covers": ", ".join(f"{other} {credit:g}" for other, credit in skill.covers),
        "issuer": skill.issuer,
    }
    width = max(map(len, lines))
    for label, value in lines.items():
        if value:
            click.echo(f"{label:{width}}  {value}")


@taxonomy.command()
def stats() -> None:
    """How many skills and names there are, by source and area, under which version, and how long loading takes."""
    started = time.perf_counter()
    known = _in_force()
    milliseconds = 1000 * (time.perf_counter() - started)
    skills = known.skills()
    names = sum(1 + len(skill.aliases) for skill in skills)
    click.echo(f"version {known.version}: {len(skills)} skills, {names} names, loaded in {milliseconds:.0f} ms")
    for source in _sources():
        click.echo(f"{source.name} {source.version or '(version not stated)'} ({source.licence}): {source.attribution}")
    for area, count in sorted(Counter(skill.area for skill in skills).items(), key=_by_count):
        click.echo(f"{count:7}  {area}")


def _by_count(entry: tuple[str, int]) -> tuple[int, str]:
    return -entry[1], entry[0]


def _in_force() -> Taxonomy:
    use_extra_taxonomy(Settings.from_environ().taxonomy_extra)
    return load_taxonomy()


def _sources() -> tuple[ExtraSource, ...]:
    folder = Settings.from_environ().taxonomy_extra
    return read_manifest(Path(folder)) if folder else ()


class _Counter:
    """Counts rows in one line a file on a terminal; a pipe gets the summary only."""

    def __init__(self) -> None:
        self._shown = ""

    def __call__(self, name: str, rows: int) -> None:
        if sys.stderr.isatty():
            begin = "\n" if self._shown not in {"", name} else "\r"
            self._shown = name
            click.echo(f"{begin}{name}: {rows:,} rows", nl=False, err=True)

    def close(self) -> None:
        if self._shown:
            click.echo(err=True)
