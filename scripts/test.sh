#!/usr/bin/env bash
# Everything that must pass: format, lints as errors, all tests, doc tests, README transcripts, the demo.
# Needs Rust (see rust-version in Cargo.toml), a C compiler for the bundled SQLite, and git.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$*"; }

# Two tests need tools that a bare machine may lack. Without them they say so and are skipped; in CI they are installed.
missing=()
for tool in strace python3; do command -v "$tool" >/dev/null || missing+=("$tool"); done
if [ "${#missing[@]}" -gt 0 ] && [ "${CI:-}" = true ]; then
  step "installing ${missing[*]}"
  apt-get update -qq && apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null
fi

# The pages are walked through in a real browser; npm installs what tests/e2e/package-lock.json pins.
browser=$(command -v chromium || true)
if [ -z "$browser" ] && [ "${CI:-}" = true ]; then
  step "installing chromium"
  apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium >/dev/null
  browser=$(command -v chromium)
fi
if ! command -v npm >/dev/null && [ "${CI:-}" = true ]; then
  step "installing node"
  apt-get update -qq && apt-get install -qq -y --no-install-recommends nodejs npm >/dev/null
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
if [ -n "$browser" ] && command -v npm >/dev/null; then
  npm ci --silent --no-audit --no-fund --prefix tests/e2e
  DYAD="$PWD/target/release/dyad" CHROMIUM="$browser" node --test tests/e2e/walk.mjs
else
  echo "skipped: chromium and npm are needed"
fi
