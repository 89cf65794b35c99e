//! Floor 1: how events look as bytes. The only place that knows.

pub mod columns;
