"""A Postfix of the tests' own: its own folder and port on loopback, mail into Maildirs; its daemons run unprivileged."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from workflows.loopback import free_port

DOMAIN = "vidu.example"
MAILBOXES = ("thon0", "hop", "thu-tra-lai")
LOST = "khong-con@vidu.example"
"""An address that is accepted at the door and comes back as a delivery report."""
DAEMONS = Path("/usr/lib/postfix/sbin")
MAIN = """\
compatibility_level = 3.6
queue_directory = {home}/queue
data_directory = {home}/data
daemon_directory = {daemons}
command_directory = /usr/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = mx.{domain}
myorigin = {domain}
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
alias_maps =
local_recipient_maps =
virtual_mailbox_domains = {domain}
virtual_mailbox_base = {home}/mail
virtual_mailbox_maps = texthash:{home}/etc/mailboxes
virtual_minimum_uid = 1
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
maillog_file = {home}/postfix.log
maillog_file_prefixes = {home}
smtpd_recipient_restrictions = permit_mynetworks, reject
smtpd_reject_unlisted_recipient = no
bounce_queue_lifetime = 1m
minimal_backoff_time = 1s
queue_run_delay = 1s
"""
MASTER = """\
{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass(frozen=True, slots=True)
class Postfix:
    """A running server."""

    home: Path
    port: int

    def maildir(self, mailbox: str) -> Path:
        """Give the folder in which a mailbox's mail arrives."""
        return self.home / "mail" / mailbox


def available() -> bool:
    """Say whether Postfix is installed and may be started: its master needs to be root for a moment."""
    return shutil.which("postfix") is not None and DAEMONS.is_dir() and os.geteuid() == 0


@contextmanager
def postfix() -> Iterator[Postfix]:
    """Run one until the end of the block."""
    home = Path(tempfile.mkdtemp(prefix="sovang-postfix-"))
    home.chmod(0o755)
    owner = pwd.getpwnam("nobody")
    port = free_port()
    etc = home / "etc"
    for folder in (etc, home / "queue", home / "data", home / "mail"):
        folder.mkdir()
    shutil.chown(home / "data", "postfix")
    shutil.chown(home / "mail", "nobody")
    names = {"home": home, "daemons": DAEMONS, "domain": DOMAIN, "uid": owner.pw_uid, "gid": owner.pw_gid}
    (etc / "main.cf").write_text(MAIN.format(**names), encoding="utf-8")
    (etc / "master.cf").write_text(MASTER.format(port=f"127.0.0.1:{port}"), encoding="utf-8")
    lines = "".join(f"{name}@{DOMAIN} {name}/\n" for name in MAILBOXES)
    (etc / "mailboxes").write_text(lines, encoding="utf-8")

    def run(*words: str, check: bool = True) -> None:
        done = subprocess.run(
            ["postfix", "-c", str(etc), *words], check=False, capture_output=True, text=True
        )
        if check and done.returncode:
            raise RuntimeError(f"{done.stderr}\n{_log(home)}")

    try:
        run("start")
        yield Postfix(home, port)
    finally:
        run("stop", check=False)
        shutil.rmtree(home, ignore_errors=True)


def _log(home: Path) -> str:
    file = home / "postfix.log"
    return file.read_text(encoding="utf-8") if file.exists() else ""
