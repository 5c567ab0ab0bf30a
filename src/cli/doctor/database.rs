//! Checks of Postgres and its schema.

use super::report::Check;
use super::subject::Subject;
use crate::postgres;
use crate::store::Survey;

pub(super) const NAME: &str = "database";
const MIGRATIONS: &str = "migrations";

/// The oldest version of Postgres that imhook works with.
const OLDEST: i32 = 150_000;

pub(super) async fn check(subject: &Subject) -> Vec<Check> {
    let private = subject.config.database.url.is_none();
    if private && !postgres::is_running(&subject.data) {
        return vec![match &subject.service {
            None => Check::skipped(
                NAME,
                "the private Postgres runs only while `imhook serve` does, which is not running",
            ),
            Some(service) => {
                let found = format!("{service} serves here, but its private Postgres does not answer");
                let log = subject.data.join("postgres");
                let advice = format!("look into imhook's log, and into {}", log.display());
                Check::fault(NAME, found, advice)
            }
        }];
    }
    let survey = match Survey::of(&postgres::database_url(&subject.config.database, &subject.data)).await {
        Ok(survey) => survey,
        Err(error) => {
            let advice =
                if private { "look into imhook's log" } else { "start Postgres, or correct DATABASE_URL" };
            return vec![Check::fault(NAME, tencent_im::report::in_words(&error), advice)];
        }
    };
    vec![server_of(&survey, private), schema(&survey)]
}

fn server_of(survey: &Survey, private: bool) -> Check {
    let kind = if private { "private Postgres" } else { "Postgres" };
    let found = format!("{kind} {} answers", survey.version);
    if survey.version_number < OLDEST {
        Check::fault(
            NAME,
            format!("{found}, but 15 is the oldest version that imhook works with"),
            "use a newer Postgres",
        )
    } else if survey.read_only {
        let found = format!("{found}, but takes no writes");
        Check::fault(NAME, found, "name the primary in DATABASE_URL, not a standby")
    } else {
        Check::ok(NAME, found)
    }
}

fn schema(survey: &Survey) -> Check {
    let list = |versions: &[i64]| versions.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    if !survey.unknown.is_empty() {
        let found = format!("migrations that this imhook does not know: {}", list(&survey.unknown));
        Check::fault(MIGRATIONS, found, "use the newer imhook that applied them")
    } else if !survey.broken.is_empty() {
        let found = format!(
            "migrations that differ from this imhook's, or were broken off: {}",
            list(&survey.broken)
        );
        Check::fault(MIGRATIONS, found, "use the imhook that applied them, or another database")
    } else if !survey.missing.is_empty() {
        let found = format!("missing: {}", list(&survey.missing));
        Check::fault(MIGRATIONS, found, "run `imhook migrate`, or start `imhook serve`, which migrates, too")
    } else {
        Check::ok(MIGRATIONS, format!("up to date: {} applied", survey.applied))
    }
}
