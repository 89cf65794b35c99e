//! Versions of the event types, and the pure functions that lift an old version to the next.
//!
//! To change a type: raise its number in [`CURRENT`], add its lift to [`LIFTS`], add the new schema, the released
//! schema's hash and a golden log. Old bytes stay as they are; only what is read from them is lifted.

use serde_json::{Map, Value};

use super::WireError;

/// The JSON object of an event.
pub type Object = Map<String, Value>;

/// Turns the object of one version into the object of the next, or says in a verb phrase why it cannot.
pub type LiftFn = fn(Object) -> Result<Object, &'static str>;

/// One step between two versions of a type: from `from` to `from + 1`.
#[derive(Debug, Clone, Copy)]
pub struct Lift {
    /// The type.
    pub kind: &'static str,
    /// The version it reads.
    pub from: u32,
    /// The step.
    pub apply: LiftFn,
}

/// Every event type and the version in which it is written today.
pub const CURRENT: &[(&str, u32)] = &[
    ("article-ingested", 1),
    ("dataset-imported", 1),
    ("interaction-coded", 1),
    ("interaction-retracted", 1),
    ("article-redacted", 1),
];

/// Every step from an older version. Empty as long as every type is in its first version.
pub const LIFTS: &[Lift] = &[];

/// The name and the current version of a type.
///
/// # Errors
/// [`WireError::UnknownType`] for a type that is not in [`CURRENT`].
pub fn known(kind: &str) -> Result<(&'static str, u32), WireError> {
    let found = CURRENT.iter().find(|(name, _)| *name == kind).copied();
    found.ok_or_else(|| WireError::UnknownType { found: kind.chars().take(80).collect() })
}

/// Lifts an object from version `from` to version `to`, a step at a time, and leaves `to` in its `v`.
///
/// # Errors
/// [`WireError::Newer`] when `from` lies above `to`, [`WireError::NoSuchVersion`] when a step is missing, and
/// [`WireError::Contradiction`] when a step refuses the object.
pub fn lift(lifts: &[Lift], kind: &'static str, from: u32, to: u32, mut object: Object) -> Result<Object, WireError> {
    if from > to {
        return Err(WireError::Newer { kind, found: from, supported: to });
    }
    for version in from..to {
        let step = lifts.iter().find(|step| step.kind == kind && step.from == version);
        let step = step.ok_or(WireError::NoSuchVersion { kind, found: from })?;
        object = (step.apply)(object).map_err(|why| WireError::Contradiction { kind, why })?;
        object.insert("v".to_owned(), Value::from(version + 1));
    }
    Ok(object)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rename(mut object: Object) -> Result<Object, &'static str> {
        let old = object.remove("colour").ok_or("has no colour")?;
        object.insert("hue".to_owned(), old);
        Ok(object)
    }

    fn add_shade(mut object: Object) -> Result<Object, &'static str> {
        match object.insert("shade".to_owned(), Value::from("plain")) {
            None => Ok(object),
            Some(_) => Err("has a shade already"),
        }
    }

    const TABLE: &[Lift] =
        &[Lift { kind: "paint", from: 1, apply: rename }, Lift { kind: "paint", from: 2, apply: add_shade }];

    fn object(text: &str) -> Object {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn an_old_object_is_lifted_step_by_step() {
        let lifted = lift(TABLE, "paint", 1, 3, object(r#"{"v":1,"colour":"red"}"#)).unwrap();
        assert_eq!(lifted, object(r#"{"v":3,"hue":"red","shade":"plain"}"#));
        let from_second = lift(TABLE, "paint", 2, 3, object(r#"{"v":2,"hue":"red"}"#)).unwrap();
        assert_eq!(from_second, lifted);
    }

    #[test]
    fn a_version_that_is_newer_or_never_was_is_refused() {
        let newer = lift(TABLE, "paint", 4, 3, Object::new()).unwrap_err();
        assert!(matches!(newer, WireError::Newer { found: 4, supported: 3, .. }), "{newer}");
        let absent = lift(TABLE, "paint", 0, 3, Object::new()).unwrap_err();
        assert!(matches!(absent, WireError::NoSuchVersion { found: 0, .. }), "{absent}");
        let refused = lift(TABLE, "paint", 1, 3, Object::new()).unwrap_err();
        assert_eq!(refused.to_string(), "an event paint has no colour");
    }

    #[test]
    fn every_version_below_the_current_has_exactly_one_step() {
        for (kind, current) in CURRENT {
            for version in 1..*current {
                let steps = LIFTS.iter().filter(|step| step.kind == *kind && step.from == version).count();
                assert_eq!(steps, 1, "{kind} from version {version}");
            }
        }
        for step in LIFTS {
            assert!(known(step.kind).is_ok_and(|(_, current)| step.from < current), "{step:?} leads nowhere");
        }
    }
}
