# shellcheck shell=bash
# Sourced by scripts/coach and scripts/test, which set `root`: builds .venv from the lock files and finds the system's
# sound libraries. All that it says goes to standard error: standard output belongs to the coach.
# It also runs in the bash 3.2 of macOS.

venv=${root:?}/.venv
unfinished=$venv/.unfinished # there while .venv is being changed, and still there after a power cut
log=$root/.cache/setup.log # what pip did and why, the last time
python=
child=

# What .venv and pip's downloads take on the disk, in MB: 372 and 125 on Debian 13, and some room for other machines.
VENV_MB=450
DOWNLOADS_MB=250

say() { printf '%s\n' "$*" >&2; }

give_up() {
  say "$@"
  exit 2
}

# --- Interrupted ---

# interruptible COMMAND...: runs it in a process group of its own, so that Ctrl-C reaches this script alone, at once, and
# ends all that the command has started without a word of theirs.
interruptible() {
  child=starting
  set -m
  "$@" </dev/null &
  child=$!
  set +m
  local status=0
  wait "$child" || status=$?
  child=
  return "$status"
}

# What is left half-way is known by its mark and built anew.
interrupted() {
  trap '' INT TERM HUP
  # Between the start of a command and the line that notes its number, bash alone knows it.
  [ "$child" != starting ] || child=${!:-}
  if [ -n "$child" ]; then
    kill -TERM -- "-$child" 2>/dev/null || :
    wait "$child" 2>/dev/null || :
  fi
  say "Setting up was interrupted. Start again: it begins where that is needed."
  exit "$1"
}

watch_for_interrupts() {
  trap 'interrupted 130' INT
  trap 'interrupted 143' TERM
  trap 'interrupted 129' HUP
}

# --- Is .venv what the lock files ask for? ---
# It has three parts, each with a stamp that holds what the part was made from. Comparing texts needs no hash program,
# of which Linux and macOS share none.

packages_wanted() { python_tag "$venv/bin/python" && cat "$root/requirements-build.lock" "$root/requirements.lock"; }
dev_wanted() { cat "$root/requirements-dev.lock"; }
project_wanted() { printf '%s\n' "$root" && cat "$root/pyproject.toml"; }

# A patch release of Python keeps .venv, a minor one or another machine type does not.
python_tag() { "$1" -I -S -c 'import os, sys; print(sys.implementation.cache_tag, os.uname().machine)' 2>/dev/null; }

matches_stamp() { [ -f "$venv/.$1" ] && "$1_wanted" | cmp -s - "$venv/.$1"; }

are_current() {
  local part
  [ ! -e "$unfinished" ] || return 1
  for part in "$@"; do matches_stamp "$part" || return 1; done
}

# Worth mending, rather than building anew: made by this Python, and never left half-way.
is_sound() {
  local tag
  [ -f "$venv/.packages" ] && [ ! -e "$unfinished" ] && tag=$(python_tag "$venv/bin/python") &&
    [ "$tag" = "$(head -n 1 "$venv/.packages")" ]
}

# --- Building it ---

# in_turn COMMAND...: runs it while no other set-up does. Sets `python`.
in_turn() {
  watch_for_interrupts
  find_python
  wait_for_turn
  "$@"
  trap 'exit 130' INT
  trap - TERM HUP
  exec 9>&- # a coach that runs for hours must not hold up the next set-up
}

# The lock is held by file descriptor 9, so that it ends with the last process that installs, however that one ends.
# Python takes it because macOS has no flock command.
wait_for_turn() {
  mkdir -p "$root/.cache" || give_up "The folder $root cannot be written: make it yours, or copy it to your home folder."
  exec 9>"$root/.cache/setup.lock"
  take_lock LOCK_NB && return
  say "Another set-up is running here: waiting for it to finish."
  interruptible take_lock LOCK_EX
}

take_lock() {
  "$python" -I -S -c 'import fcntl, sys
try: fcntl.flock(9, fcntl.LOCK_EX | getattr(fcntl, sys.argv[1]))
except BlockingIOError: sys.exit(1)' "$1"
}

# build PART...: the parts named (packages, dev, project) are ready when this returns. Called in turn.
build() {
  local part
  are_current "$@" && return
  rm -f "$log"
  if is_sound; then say "Bringing $venv up to date."; else make_venv; fi
  : >"$unfinished"
  for part in "$@"; do
    matches_stamp "$part" || "install_$part" || fail_to_install
    "${part}_wanted" >"$venv/.$part"
  done
  rm -f "$unfinished" "$log"
}

# look_ahead PART...: what would fail after minutes is told before anything is begun.
look_ahead() {
  local part
  is_sound || require_space
  for part in "$@"; do
    [ "$part" = project ] || matches_stamp "$part" || {
      require_network
      return
    }
  done
}

make_venv() {
  say "Setting up $venv, this one time: 120 to 190 MB to download."
  ensure_venv_module
  interruptible "$python" -m venv --clear "$venv" >&2 ||
    give_up "No virtual environment could be made at $venv: see the lines above."
}

# Both in one place count together. A folder that is not there yet lies where its parent does.
require_space() {
  local temporary=${TMPDIR:-/tmp}
  if [ "$(file_system "$root")" = "$(file_system "$temporary")" ]; then
    require_free "$root" $((VENV_MB + DOWNLOADS_MB))
  else
    require_free "$root" "$VENV_MB"
    require_free "$temporary" "$DOWNLOADS_MB" ", or set TMPDIR to a folder elsewhere,"
  fi
}

file_system() { df -Pk "$1" 2>/dev/null | awk 'NR == 2 { print $1, $NF }'; }
free_mb() { df -Pk "$1" 2>/dev/null | awk 'NR == 2 { print int($4 / 1024) }'; }

# require_free FOLDER MB [OR-ELSE]: a file system that does not tell is taken at its word.
require_free() {
  local free
  free=$(free_mb "$1")
  [ -z "$free" ] || [ "$free" -ge "$2" ] ||
    give_up "The disk is too full: setting up needs about $2 MB at $1, where $free MB are free. Free some space${3:-}, then start again."
}

require_network() {
  local machine
  machine=$("$python" -I -S "$root/scripts/network.py") || {
    [ -z "$machine" ] || give_up "No network: $machine cannot be reached. $connect"
  }
}
connect="Connect this machine to the network and start again."

# pip changes nothing before it has downloaded everything, so after its own failure .venv is as whole as it was. It tries
# an index that is lost five times, and names each; the reason that needs the user comes before the ones that may pass.
fail_to_install() {
  rm -f "$unfinished"
  if logged 'No space left on device|Disk quota exceeded'; then
    give_up "The disk became full while setting up: free about $((VENV_MB + DOWNLOADS_MB)) MB at $root and ${TMPDIR:-/tmp}, then start again."
  elif logged 'DO NOT MATCH THE HASHES|HashMismatch'; then
    give_up "A package is not the one that the lock files name ($(named 's/^ *\([^ ]*==[^ ]*\).*from.*/\1/p')), so it was refused: start again; if it stays so, ask who keeps your package index, or get a fresh copy of the coach."
  elif ! reached_index || logged 'NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|ProxyError|SSLError|Connection (broken|aborted|reset|refused)|timed out'; then
    give_up "The packages could not be downloaded: connect this machine to the network and start again. ($log has the details.)"
  elif logged 'No matching distribution found|not a supported wheel'; then
    give_up "There is no $(named 's/.*No matching distribution found for \([^ ]*\).*/\1/p') for $("$python" -V) on $(uname -sm): install Python 3.11, 3.12 or 3.13 beside it, or use a package index that has it, and start again."
  fi
  give_up "The packages could not be installed (see the lines above, or $log): connect this machine to the network and start again."
}

# An index that was never reached has no package either, which is all that pip says of it at last.
reached_index() { ! logged 'No matching distribution found' || logged 'Fetched page|from versions: [^n)]'; }
logged() { grep -E -q "$1" "$log" 2>/dev/null; }
named() { sed -n "$1" "$log" 2>/dev/null | head -n 1; }

install_packages() {
  install_locked requirements-build.lock && install_locked requirements.lock
}

install_dev() { install_locked requirements-dev.lock; }

# hatchling came with the packages: a checkout that was moved is mended without the network.
install_project() { run_pip --no-index --no-build-isolation --editable "$root"; }

# The locks are complete, so that --no-deps adds nothing and drops nothing. One package is published as source only:
# without build isolation it is built by the locked setuptools, not by whatever is newest.
install_locked() { run_pip --require-hashes --no-build-isolation --use-pep517 --requirement "$root/$1"; }

run_pip() {
  local quiet=--quiet
  [ -t 2 ] && quiet=--progress-bar=on
  interruptible "$venv/bin/python" -P -m pip install --disable-pip-version-check --no-input --no-user --no-deps \
    "$quiet" --log "$log" "$@" >&2
}

# --- Python ---

# Wheels exist for 3.11 to 3.14; a later one is tried last.
find_python() {
  local end name found
  [ -z "$python" ] || return 0
  for end in 15 99; do
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
      python=$(command -v "$name") && is_suitable "$end" && return
    done
  done
  found=$(python3 -V 2>/dev/null) || found=
  give_up "Python 3.11 or newer is needed, and this machine has ${found:-none}: install one and start again."
}

is_suitable() { "$python" -I -S -c "import sys; sys.exit(not (3, 11) <= sys.version_info < (3, $1))" 2>/dev/null; }

# Debian and its relatives ship the module apart from Python.
ensure_venv_module() {
  has_venv_module && return
  install_system "Python's venv module" "$(venv_package)" && has_venv_module && return
  give_up "Python's venv module is missing. Type this line, then start again:  $(apt_line "$(venv_package)")"
}

has_venv_module() { "$python" -I -c 'import ensurepip, venv' 2>/dev/null; }
venv_package() { echo "$(basename "$python")-venv"; }

# --- System packages ---

is_linux() { [ "$(uname -s)" = Linux ]; }
loads() { "$python" -I -S -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$1" 2>/dev/null; }
has_plugin() { compgen -G "/usr/lib*/alsa-lib/libasound_module_pcm_$1.so" || compgen -G "/usr/lib*/*/alsa-lib/libasound_module_pcm_$1.so"; } >/dev/null

# Names the packages that the sound card needs and that are missing, one a line. On macOS and Windows, PortAudio comes
# inside the sounddevice wheel.
missing_for_sound() {
  is_linux || return 0
  loads libportaudio.so.2 || echo libportaudio2
  # The canceller of the coach's own echo.
  loads libspeexdsp.so.1 || echo libspeexdsp1
  needs_atomic && echo libatomic1
  # PortAudio speaks to ALSA alone. Where a sound server holds the card, ALSA reaches it through a plug-in; where none
  # does (Raspberry Pi OS Lite), the plug-in would only bring packages that nothing uses.
  has_sound_server && ! has_plugin pulse && ! has_plugin pipewire && echo libasound2-plugins
  return 0
}

# Vosk's library asks for it where the processor counts references by functions.
needs_atomic() {
  case $(uname -m) in aarch64 | arm*) ! loads libatomic.so.1 ;; *) false ;; esac
}

# PipeWire answers at the same socket.
has_sound_server() { [ -n "${PULSE_SERVER:-}" ] || [ -S "${XDG_RUNTIME_DIR:-/nowhere}/pulse/native" ]; }

# The tests play and listen on a virtual sound card of their own, which is a private PulseAudio.
missing_for_tests() {
  is_linux || return 0
  loads libportaudio.so.2 || echo libportaudio2
  loads libspeexdsp.so.1 || echo libspeexdsp1
  needs_atomic && echo libatomic1
  has_plugin pulse || echo libasound2-plugins
  command -v pulseaudio >/dev/null || echo pulseaudio
  command -v pactl >/dev/null || echo pulseaudio-utils
  command -v strace >/dev/null || echo strace
}

# install_system WHAT-FOR PACKAGE...: fails where apt-get is absent, not allowed or offline.
install_system() {
  say "System packages are missing for $1: ${*:2}."
  shift
  may_install || return 1
  say "Installing them with apt-get."
  # The first try is silent: a new container has no package lists, and old lists name versions that are gone.
  run_apt install "$@" 2>/dev/null || { run_apt update && run_apt install "$@"; }
}

may_install() { command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || may_sudo; }; }

# Without a terminal, a sudo that asks for a password would fail or wait for ever.
may_sudo() { command -v sudo >/dev/null && { sudo -n true 2>/dev/null || { [ -t 0 ] && sudo -v; }; }; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# The time limits are for machines that are offline, and for the updates that a new system runs by itself.
run_apt() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends -o Dpkg::Use-Pty=0 \
    -o DPkg::Lock::Timeout=120 -o Acquire::Retries=1 -o Acquire::http::Timeout=20 "$@" </dev/null >/dev/null 9>&-
}

apt_line() {
  local sudo=
  [ "$(id -u)" = 0 ] || sudo='sudo '
  echo "${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends $*"
}
