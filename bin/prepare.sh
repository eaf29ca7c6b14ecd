# Sets up what is missing: a Python that fits, the environment, a browser. Sourced by the commands beside it.
# shellcheck shell=bash
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 3
PYTHON=.venv/bin/python
unset PYTHONDONTWRITEBYTECODE # what was compiled is kept, or each start would compile it again

say() { printf '%s\n' "$*" >&2; }

# Ends with 3, the code for "something is missing", and says what to install.
missing() {
  say "$*"
  exit 3
}

fits() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; }

# The address of a Python 3.12 or later, looked for on the path, in pyenv, and in what uv brought once.
python_that_fits() {
  local home candidate
  home=$(eval echo "~$(id -un)")
  for candidate in python3.13 python3.12 python3.14 python3 python \
    "${PYENV_ROOT:-$home/.pyenv}"/versions/3.1[2-9]*/bin/python3 \
    "$HOME"/.pyenv/versions/3.1[2-9]*/bin/python3 "$home"/.pyenv/versions/3.1[2-9]*/bin/python3 \
    .uv/pythons/*/bin/python3; do
    if fits "$candidate"; then
      "$candidate" -c 'import sys; print(sys.executable)'
      return
    fi
  done
}

# Installs a file of hashed requirements, once for each content of it.
install() {
  local file=$1 stamp=".venv/$1.installed"
  cmp -s "$file" "$stamp" && return
  say "Installing what $file lists…"
  .uv/bin/uv pip install --quiet --python "$PYTHON" --require-hashes -r "$file" ||
    missing "The packages could not be fetched. The first start needs a network; later ones do not."
  cp "$file" "$stamp"
}

# Makes .venv and installs into it: `environment requirements.txt`.
environment() {
  cmp -s "$1" ".venv/$1.installed" && "$PYTHON" -c '' 2>/dev/null && return
  if ! .uv/bin/uv --version >/dev/null 2>&1; then
    local any
    any=$(python_that_fits)
    any=${any:-$(command -v python3)}
    [ -n "$any" ] || missing "Python is missing. Install Python 3.12 or later, with its venv module."
    say "Fetching uv, which sets up the rest…"
    rm -rf .uv && "$any" -m venv .uv ||
      missing "Python's venv module is missing. On Debian and Ubuntu: apt-get install python3-venv"
    .uv/bin/pip install --quiet uv || missing "uv could not be fetched. The first start needs a network."
  fi
  if ! "$PYTHON" -c '' 2>/dev/null; then
    local fitting
    fitting=$(python_that_fits)
    if [ -z "$fitting" ]; then
      say "No Python 3.12 or later here; asking uv to bring one…"
      UV_PYTHON_INSTALL_DIR=.uv/pythons .uv/bin/uv python install --quiet --no-bin 3.13
      fitting=$(python_that_fits)
    fi
    [ -n "$fitting" ] || missing "Install Python 3.12 or later, with its venv module, and start again."
    .uv/bin/uv venv --quiet --clear --python "$fitting" .venv || missing "The environment .venv could not be made."
  fi
  install "$1"
}

root_with_apt() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

apt_install() {
  say "Installing $*…"
  apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 ||
    { apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends "$@" >/dev/null; }
}

# The browser that is here, or nothing; Playwright's own needs the environment.
browser() {
  local candidate
  for candidate in "${CHROMIUM:-}" chromium chromium-browser google-chrome \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
    [ -n "$candidate" ] && command -v "$candidate" && return
  done
  candidate=$("$PYTHON" -c 'from playwright.sync_api import sync_playwright as p
with p() as it: print(it.chromium.executable_path)' 2>/dev/null)
  [ -x "$candidate" ] && printf '%s\n' "$candidate"
}

# Sets CHROMIUM, and brings a browser if there is none.
bring_browser() {
  CHROMIUM=$(browser)
  if [ -z "$CHROMIUM" ] && root_with_apt; then
    apt_install chromium fonts-liberation fonts-noto-color-emoji
    CHROMIUM=$(browser)
  elif [ -z "$CHROMIUM" ]; then
    say "Fetching a browser for the tests…"
    "$PYTHON" -m playwright install chromium >/dev/null 2>&1
    CHROMIUM=$(browser)
  fi
  [ -n "$CHROMIUM" ] || missing "The tests need Chromium. Install it (Debian: apt-get install chromium \
fonts-liberation fonts-noto-color-emoji) or set CHROMIUM to where it lies."
  export CHROMIUM
}
