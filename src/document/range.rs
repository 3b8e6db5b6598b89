//! `range` for templates, with an end to how much one document may count: the engine has no other bound, and loops
//! within loops would go on for hours.

use std::sync::atomic::{AtomicI64, Ordering};
use tera::{Error, Function, Kwargs, State, TeraResult};

/// Most turns that all ranges of one document may take together.
const MOST: i64 = 1_000_000;

/// What is left to one engine, which renders one document.
pub struct Range(AtomicI64);

impl Range {
    pub fn new() -> Self {
        Range(AtomicI64::new(MOST))
    }
}

impl Function<TeraResult<Vec<i64>>> for Range {
    fn call(&self, kwargs: Kwargs, _: &State) -> TeraResult<Vec<i64>> {
        let start = kwargs.get::<i64>("start")?.unwrap_or_default();
        let end = kwargs.must_get::<i64>("end")?;
        let step = kwargs.get::<i64>("step_by")?.unwrap_or(1);
        let Some(step) = usize::try_from(step).ok().filter(|step| *step > 0) else {
            return Err(Error::message("`step_by` of `range` is a whole number from 1 on"));
        };
        let turns = (i128::from(end) - i128::from(start)).max(0);
        let turns = (turns + step as i128 - 1) / step as i128;
        let turns = i64::try_from(turns).unwrap_or(i64::MAX).min(MOST + 1);
        if self.0.fetch_sub(turns, Ordering::Relaxed) < turns {
            return Err(Error::message(format!(
                "the ranges of a document take at most {MOST} turns together"
            )));
        }
        Ok((start..end).step_by(step).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::super::template::plain;
    use tera::Context;

    fn counted(template: &str) -> Result<String, String> {
        plain()
            .render_str(template, &Context::new(), false)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn it_counts_as_the_engine_does() {
        for (range, numbers) in [
            ("end=4", "0123"),
            ("start=2, end=4", "23"),
            ("end=7, step_by=3", "036"),
            ("end=6, step_by=3", "03"),
            ("end=0", ""),
            (
                "start=9223372036854775806, end=9223372036854775807, step_by=5",
                "9223372036854775806",
            ),
        ] {
            let text = format!("{{% for i in range({range}) %}}{{{{ i }}}}{{% endfor %}}");
            assert_eq!(counted(&text).as_deref(), Ok(numbers), "{range}");
        }
        assert!(counted("{{ range(end=3, step_by=0) }}").is_err());
    }

    #[test]
    fn loops_within_loops_end() {
        let inner = "{% for j in range(end=1000) %}{% for k in range(end=1000) %}{% endfor %}{% endfor %}";
        for text in [
            format!("{{% for i in range(end=1000) %}}{inner}{{% endfor %}}"),
            "{% for i in range(end=9223372036854775807) %}{% endfor %}".to_string(),
            "{% for i in range(start=-9223372036854775807, end=9223372036854775807) %}{% endfor %}".to_string(),
        ] {
            let error = counted(&text).expect_err("it ends");
            assert!(
                error.contains("at most 1000000 turns") && error.contains("1:"),
                "{error}"
            );
        }
    }
}
