#!/usr/bin/env bash
# Everything that must pass: format, lints as errors, all tests, doc tests, README transcripts, the demo.
# Needs Rust (see rust-version in Cargo.toml), a C compiler for the bundled SQLite, and git.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$*"; }

# Some tests need tools that a bare machine may lack. Without them they say so and are skipped; in CI they are installed. The
# pages are walked through in a real browser; npm installs what tests/e2e/package-lock.json pins.
missing=()
for tool in strace python3 chromium; do command -v "$tool" >/dev/null || missing+=("$tool"); done
command -v npm >/dev/null || missing+=(nodejs npm)
if [ "${#missing[@]}" -gt 0 ] && [ "${CI:-}" = true ]; then
  step "installing ${missing[*]}"
  apt-get update -qq && apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null
fi

step "format"
cargo fmt --check

step "lints (warnings are errors)"
cargo clippy --locked --all-targets -- -D warnings

step "tests"
cargo test --locked --no-fail-fast

step "documentation (warnings are errors)"
RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --document-private-items --quiet

step "the demo, as the README says it"
demo=$(mktemp -d)
trap 'rm -rf "$demo"' EXIT
XDG_DATA_HOME="$demo" cargo run --locked --release --quiet -- demo

step "the pages, in a real browser"
if browser=$(command -v chromium) && command -v npm >/dev/null; then
  npm ci --silent --no-audit --no-fund --prefix tests/e2e
  DYAD="$PWD/target/release/dyad" CHROMIUM="$browser" node --test tests/e2e/walk.mjs
else
  echo "skipped: chromium and npm are needed"
fi
