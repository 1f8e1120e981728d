"""`coach install-desktop` and `coach install-completion`: what a desktop and a shell are told of the coach."""

import sys

import click

from coach.app import completion
from coach.errors import StorageError


@click.command("install-desktop")
@click.option("--uninstall", is_flag=True, help="Remove both.")
def install_desktop(uninstall: bool) -> None:
    """Put the coach into the desktop's menu, with an icon: it opens in a terminal.

    On Linux only. Both files lie in your own folders, and are named when they are written.
    """
    if sys.platform in {"darwin", "win32"}:
        raise StorageError("A menu entry can be made on Linux only: here, start the coach in a terminal.")
    from coach.app import desktop

    data = desktop.folder()
    if uninstall:
        for path in (gone := desktop.uninstall(data)):
            click.echo(f"Deleted: {path}")
        if not gone:
            click.echo("The coach is not in the menu.")
        return
    for path in desktop.install(data, desktop.command()):
        click.echo(f"Written: {path}")
    click.echo("The menu now has “Heel massage coach”. `coach install-desktop --uninstall` removes it.")


@click.command("install-completion")
@click.argument("shell", type=click.Choice(completion.SHELLS), required=False)
@click.option("--uninstall", is_flag=True, help="Remove it from every shell.")
@click.pass_context
def install_completion(context: click.Context, shell: str | None, uninstall: bool) -> None:
    """Let the Tab key complete the coach's commands, options and routines in SHELL, by default your own."""
    if uninstall:
        for path in (changed := completion.uninstall()):
            click.echo(f"{'Removed from' if path.exists() else 'Deleted'}: {path}")
        if not changed:
            click.echo("No completion was installed.")
        return
    chosen = shell or completion.shell_of()
    if not chosen:
        raise click.UsageError(f"Which shell is yours? Name it: {', '.join(completion.SHELLS)}.")
    for path in completion.install(context.find_root().command, chosen):
        click.echo(f"Written: {path}")
    click.echo(f"It works in every {chosen} that you start from now on.")
