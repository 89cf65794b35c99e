//! Time expressions: found among the tokens, resolved against the published date as the coding guide says.

use super::text::{Kind, Shape, Tokens};
use super::timewords::{Part, TimeWord, TimeWords, Unit};
use crate::domain::{DateSpan, Day};
use chrono::Datelike;

/// A date as a text says it, before it is anchored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// A calendar date, its year left out or not.
    Date { year: Option<i32>, month: u32, day: u32 },
    /// A month.
    Month { year: Option<i32>, month: u32 },
    /// A year.
    Year(i32),
    /// A season, spring 0.
    Season { year: Option<i32>, season: u32 },
    /// A decade by its first year.
    Decade(i32),
    /// A weekday, of that many weeks before where given; `strict`: never the published day itself.
    Weekday { day: u32, weeks: Option<i32>, strict: bool },
    /// A unit counted from the published date.
    Relative(Unit, i32),
    /// That many units before the published date.
    Ago(u32, Unit),
    /// The night before.
    Night,
    /// The night before this weekday, and the day itself.
    NightTo(u32),
    /// Days after the date mentioned before.
    Same(i32),
    /// Still to come.
    Future,
    /// Not long ago.
    Recent,
}

/// A time expression among the tokens.
#[derive(Debug, Clone, Copy)]
pub(super) struct TimeExpr {
    /// First token.
    pub first: usize,
    /// Token after the last.
    pub end: usize,
    /// What it says.
    pub when: When,
    /// Which part of it.
    pub part: Option<Part>,
    /// From then on.
    pub since: bool,
}

/// Finds the time expressions between two tokens.
pub(super) fn find(words: &TimeWords, tokens: &Tokens, from: usize, to: usize) -> Vec<TimeExpr> {
    let mut found = Vec::new();
    let mut at = from;
    while at < to {
        let scan = Scan { words, tokens, to };
        match scan.expression(at) {
            Some(expr) => {
                at = expr.end.max(at + 1);
                found.push(expr);
            }
            None => at += 1,
        }
    }
    found
}

struct Scan<'a> {
    words: &'a TimeWords,
    tokens: &'a Tokens,
    to: usize,
}

impl Scan<'_> {
    fn is(&self, at: usize, word: TimeWord) -> bool {
        at < self.to && self.words.at(self.tokens, at).contains(&word)
    }

    fn pick<T>(&self, at: usize, pick: impl Fn(TimeWord) -> Option<T>) -> Option<T> {
        if at >= self.to {
            return None;
        }
        self.words.at(self.tokens, at).iter().find_map(|w| pick(*w))
    }

    /// Skips words between the parts of an expression.
    fn filled(&self, mut at: usize) -> usize {
        while self.is(at, TimeWord::Filler) {
            at += 1;
        }
        at
    }

    /// Skips a preposition that opens an expression, and articles after it.
    fn expression(&self, at: usize) -> Option<TimeExpr> {
        let cued = at.checked_sub(1).is_some_and(|before| self.is(before, TimeWord::Lead));
        if let Some(expr) = self.prefixed(at, cued) {
            return Some(expr);
        }
        if !self.is(at, TimeWord::Lead) {
            return None;
        }
        let expr = self.prefixed(self.filled(at + 1), true)?;
        Some(TimeExpr { first: at, ..expr })
    }

    fn prefixed(&self, at: usize, cued: bool) -> Option<TimeExpr> {
        if self.is(at, TimeWord::Since) {
            let expr = self.prefixed(self.filled(at + 1), true)?;
            return Some(TimeExpr { first: at, since: true, ..expr });
        }
        let part = self.pick(at, |w| if let TimeWord::Part(p) = w { Some(p) } else { None });
        if let Some(part) = part {
            let mut next = self.filled(at + 1);
            if self.is(next, TimeWord::Lead) {
                next = self.filled(next + 1);
            }
            if let Some(expr) = self.prefixed(next, true) {
                return Some(TimeExpr { first: at, part: Some(part), ..expr });
            }
        }
        let (end, when) = self.core(at, cued)?;
        let end = if self.is(end, TimeWord::Tail) { end + 1 } else { end };
        Some(TimeExpr { first: at, end, when, part: None, since: false })
    }

    fn core(&self, at: usize, cued: bool) -> Option<(usize, When)> {
        if at >= self.to {
            return None;
        }
        if let Some(when) = numeric_date(self.tokens.fold_at(at)) {
            return Some((at + 1, when));
        }
        if let Some((length, word)) = self.words.phrase_at(self.tokens, at).filter(|(length, _)| at + length <= self.to)
            && let Some(found) = self.relative(at + length, word)
        {
            return Some(found);
        }
        self.ago(at)
            .or_else(|| self.weekday(at))
            .or_else(|| self.last_or_next(at))
            .or_else(|| self.day_month(at))
            .or_else(|| self.month(at, cued))
            .or_else(|| self.season(at, cued))
            .or_else(|| self.year(at, cued).map(|year| (at + 1, When::Year(year))))
            .or_else(|| self.words.at(self.tokens, at).iter().find_map(|w| self.relative(at + 1, *w)))
    }

    fn relative(&self, end: usize, word: TimeWord) -> Option<(usize, When)> {
        let weekday = |w| if let TimeWord::Weekday(day) = w { Some(day) } else { None };
        Some(match word {
            TimeWord::Relative(Unit::Week, weeks) => match self.pick(self.filled(end), weekday) {
                Some(day) => (self.filled(end) + 1, When::Weekday { day, weeks: Some(weeks), strict: false }),
                None => (end, When::Relative(Unit::Week, weeks)),
            },
            TimeWord::Relative(unit, n) => (end, When::Relative(unit, n)),
            TimeWord::Night => match self.pick(self.filled(end), weekday) {
                Some(day) => self.night(self.filled(end) + 1, day),
                None => (end, When::Night),
            },
            TimeWord::Same(n) => (end, When::Same(n)),
            TimeWord::Decade(year) => (end, When::Decade(year)),
            TimeWord::Recent => (end, When::Recent),
            _ => return None,
        })
    }

    /// `vannacht`, then a weekday: the night before it, or to the day after where both are named.
    fn night(&self, end: usize, day: u32) -> (usize, When) {
        let weekday = |w| if let TimeWord::Weekday(day) = w { Some(day) } else { None };
        let next = (day + 1) % 7;
        let linked = self.is(end, TimeWord::Lead) || self.is(end, TimeWord::Filler);
        if linked && self.pick(end + 1, weekday) == Some(next) {
            return (end + 2, When::NightTo(next));
        }
        (end, When::NightTo(day))
    }

    /// `twee weken geleden`, or `hace dos semanas` where the word comes first.
    fn ago(&self, at: usize) -> Option<(usize, When)> {
        let phrase = self.words.phrase_at(self.tokens, at).filter(|(_, w)| *w == TimeWord::Ago).map(|(n, _)| n);
        let lead = phrase.unwrap_or(usize::from(self.is(at, TimeWord::Ago)));
        let number = self.number(at + lead)?;
        let unit = self.pick(at + lead + 1, |w| if let TimeWord::Unit(u) = w { Some(u) } else { None })?;
        let end = at + lead + 2;
        if lead > 0 {
            return Some((end, When::Ago(number, unit)));
        }
        self.is(end, TimeWord::Ago).then_some((end + 1, When::Ago(number, unit)))
    }

    fn number(&self, at: usize) -> Option<u32> {
        let digits = self.tokens.fold_at(at).parse().ok().filter(|n| (1..=99).contains(n) && at < self.to);
        digits.or_else(|| self.pick(at, |w| if let TimeWord::Number(n) = w { Some(n) } else { None }))
    }

    fn weekday(&self, at: usize) -> Option<(usize, When)> {
        let day = self.pick(at, |w| if let TimeWord::Weekday(day) = w { Some(day) } else { None })?;
        let mut end = at + 1;
        if self.is(end, TimeWord::Tail) {
            end += 1;
        }
        let comma = usize::from(self.tokens.fold_at(end) == ",");
        if let Some(found) = self.day_month(self.filled(end + comma)) {
            return Some(found);
        }
        if let Some((length, TimeWord::Relative(Unit::Week, weeks))) =
            self.words.phrase_at(self.tokens, self.filled(end))
        {
            return Some((self.filled(end) + length, When::Weekday { day, weeks: Some(weeks), strict: false }));
        }
        // `in de nacht van maandag op dinsdag`: both days.
        if self.is(end, TimeWord::Lead) || self.is(end, TimeWord::Filler) {
            let next = self.pick(end + 1, |w| if let TimeWord::Weekday(day) = w { Some(day) } else { None });
            if next == Some((day + 1) % 7) {
                return Some((end + 2, When::NightTo((day + 1) % 7)));
            }
        }
        if self.is(end, TimeWord::Last) {
            return Some((end + 1, When::Weekday { day, weeks: None, strict: true }));
        }
        Some((end, When::Weekday { day, weeks: None, strict: false }))
    }

    fn last_or_next(&self, at: usize) -> Option<(usize, When)> {
        let last = self.is(at, TimeWord::Last);
        if !last && !self.is(at, TimeWord::Next) {
            return None;
        }
        let pick = |w| match w {
            TimeWord::Weekday(day) => Some(When::Weekday { day, weeks: None, strict: true }),
            TimeWord::Month(month) => Some(When::Month { year: None, month }),
            TimeWord::Season(season) => Some(When::Season { year: None, season }),
            TimeWord::Unit(unit) => Some(When::Relative(unit, -1)),
            _ => None,
        };
        let when = self.pick(at + 1, pick)?;
        Some((at + 2, if last { when } else { When::Future }))
    }

    /// `17 maart 2022`, `March 17, 2022`, `17. März`.
    fn day_month(&self, at: usize) -> Option<(usize, When)> {
        let month_of = |at: usize| self.pick(at, |w| if let TimeWord::Month(m) = w { Some(m) } else { None });
        if let Some(day) = self.day_number(at) {
            let point = usize::from(self.tokens.fold_at(at + 1) == ".");
            let after = self.filled(at + 1 + point);
            let month = month_of(after)?;
            let (end, year) = self.trailing_year(after + 1);
            return Some((end, When::Date { year, month, day }));
        }
        let month = month_of(at).filter(|_| self.is_name(at))?;
        let day = self.day_number(at + 1)?;
        let (end, year) = self.trailing_year(at + 2);
        Some((end, When::Date { year, month, day }))
    }

    fn day_number(&self, at: usize) -> Option<u32> {
        let text = self.tokens.fold_at(at);
        let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
        (at < self.to && text.len() - digits.len() <= 3)
            .then_some(digits)?
            .parse()
            .ok()
            .filter(|d| (1..=31).contains(d))
    }

    fn trailing_year(&self, at: usize) -> (usize, Option<i32>) {
        let comma = usize::from(self.tokens.fold_at(at) == ",");
        let from = self.filled(at + comma);
        match self.year(from, true) {
            Some(year) => (from + 1, Some(year)),
            None => (at, None),
        }
    }

    /// A bare month needs a cue: a preposition before it, or a year after.
    fn month(&self, at: usize, cued: bool) -> Option<(usize, When)> {
        let month = self.pick(at, |w| if let TimeWord::Month(m) = w { Some(m) } else { None })?;
        let (end, year) = self.trailing_year(at + 1);
        let certain = year.is_some() || (cued && self.is_name(at));
        certain.then_some((end, When::Month { year, month }))
    }

    /// Months that are also words (`may`, `march`) have a capital where they are months.
    fn is_name(&self, at: usize) -> bool {
        let ambiguous = matches!(self.tokens.fold_at(at), "may" | "march");
        !ambiguous || self.tokens.list.get(at).is_some_and(|t| t.shape != Shape::Lower)
    }

    fn season(&self, at: usize, cued: bool) -> Option<(usize, When)> {
        let season = self.pick(at, |w| if let TimeWord::Season(s) = w { Some(s) } else { None })?;
        let (end, year) = self.trailing_year(at + 1);
        (cued || year.is_some()).then_some((end, When::Season { year, season }))
    }

    fn year(&self, at: usize, cued: bool) -> Option<i32> {
        let token = self.tokens.list.get(at).filter(|t| t.kind == Kind::Number && at < self.to && cued)?;
        let text = self.tokens.fold(token);
        text.parse().ok().filter(|y| text.len() == 4 && (1900..=2100).contains(y))
    }
}

/// `2022-03-17`, `2022-03`, `17/03/2022`, `17.03.2022`.
fn numeric_date(text: &str) -> Option<When> {
    let parts: Vec<u32> = text.split(['-', '/', '.']).map(|p| p.parse().ok()).collect::<Option<_>>()?;
    let year = |y: u32| i32::try_from(y).ok().filter(|y| (1900..=2100).contains(y));
    match *parts.as_slice() {
        [y, month, day] if y > 31 => Some(When::Date { year: Some(year(y)?), month, day }),
        [day, month, y] if y > 31 => Some(When::Date { year: Some(year(y)?), month, day }),
        [y, month] if (1..=12).contains(&month) && text.len() == 7 => Some(When::Month { year: Some(year(y)?), month }),
        _ => None,
    }
}

/// What dates are counted from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Anchor {
    /// When the source made the text knowable.
    pub published: Option<DateSpan>,
    /// The same, narrowed by dates the text itself names.
    pub narrowed: Option<DateSpan>,
    /// The date mentioned before.
    pub before: Option<DateSpan>,
}

/// How an expression resolves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Resolved {
    /// To these days.
    Span(DateSpan),
    /// To nothing: it needs a date that is not known.
    Open,
    /// To days that are still to come.
    Future,
}

/// The days an expression means.
pub(super) fn resolve(expr: &TimeExpr, anchor: &Anchor) -> Resolved {
    if expr.when == When::Future {
        return Resolved::Future;
    }
    let Some(span) = span_of(expr, anchor) else { return Resolved::Open };
    let Some(published) = anchor.published else { return Resolved::Span(span) };
    if expr.since {
        return DateSpan::new(span.first(), published.last()).map_or(Resolved::Future, Resolved::Span);
    }
    if span.first() > published.last() {
        return Resolved::Future;
    }
    let last = span.last().min(published.last());
    DateSpan::new(span.first(), last).map_or(Resolved::Open, Resolved::Span)
}

fn span_of(expr: &TimeExpr, anchor: &Anchor) -> Option<DateSpan> {
    let span = match expr.when {
        When::Same(days) => {
            let before = anchor.before?;
            return DateSpan::new(before.first().plus(days), before.last().plus(days));
        }
        When::Year(year) => DateSpan::year(year)?,
        When::Decade(year) => DateSpan::new(Day::from_ymd(year, 1, 1)?, Day::from_ymd(year + 9, 12, 31)?)?,
        When::Date { year: Some(year), month, day } => DateSpan::day(Day::from_ymd(year, month, day)?),
        When::Month { year: Some(year), month } => DateSpan::month(year, month)?,
        When::Season { year: Some(year), season } => season_of(year, season)?,
        when => {
            let published =
                anchor.narrowed.or(anchor.published).or_else(|| anchor.before.filter(|_| is_calendar(when)))?;
            // The latest such date not after the end of the published month, not one for its every day.
            let first = from_day(when, if is_calendar(when) { published.last() } else { published.first() })?;
            let last = from_day(when, published.last())?;
            return part_of(DateSpan::new(first.first().min(last.first()), last.last().max(first.last()))?, expr.part);
        }
    };
    part_of(span, expr.part)
}

/// Whether a date is the calendar's, with its year left out.
fn is_calendar(when: When) -> bool {
    matches!(when, When::Date { .. } | When::Month { .. } | When::Season { .. })
}

/// The days an expression means, counted from one published day.
fn from_day(when: When, published: Day) -> Option<DateSpan> {
    let date = published.date();
    let weekday = i32::try_from(date.weekday().num_days_from_monday()).ok()?;
    let monday = published.plus(-weekday);
    match when {
        When::Relative(unit, 0) => current(unit, published, monday),
        When::Relative(unit, n) => shifted(unit, n, published, monday),
        When::Ago(n, unit) => shifted(unit, -i32::try_from(n).ok()?, published, monday),
        When::Night => DateSpan::new(published.plus(-1), published),
        When::NightTo(day) => {
            let last = published.plus(-(weekday - i32::try_from(day).ok()?).rem_euclid(7));
            DateSpan::new(last.plus(-1), last)
        }
        When::Recent => DateSpan::new(published.plus(-30), published),
        When::Weekday { day, weeks: Some(weeks), .. } => {
            Some(DateSpan::day(monday.plus(7 * weeks + i32::try_from(day).ok()?)))
        }
        When::Weekday { day, weeks: None, strict } => {
            let back = (weekday - i32::try_from(day).ok()?).rem_euclid(7);
            Some(DateSpan::day(published.plus(-if strict && back == 0 { 7 } else { back })))
        }
        When::Date { month, day, .. } => {
            let this = Day::from_ymd(date.year(), month, day).filter(|d| *d <= published);
            this.or_else(|| Day::from_ymd(date.year() - 1, month, day)).map(DateSpan::day)
        }
        When::Month { month, .. } => {
            DateSpan::month(if month <= date.month() { date.year() } else { date.year() - 1 }, month)
        }
        When::Season { season, .. } => season_of(date.year(), season)
            .filter(|s| s.first() <= published)
            .or_else(|| season_of(date.year() - 1, season)),
        _ => None,
    }
}

/// The running unit, up to the published day.
fn current(unit: Unit, published: Day, monday: Day) -> Option<DateSpan> {
    let date = published.date();
    match unit {
        Unit::Day => Some(DateSpan::day(published)),
        Unit::Week => DateSpan::new(monday, published),
        Unit::Weekend => DateSpan::new(monday.plus(5), monday.plus(6)),
        Unit::Month => DateSpan::month(date.year(), date.month()),
        Unit::Year => DateSpan::year(date.year()),
    }
}

/// The whole unit that many before (negative) or after the published day.
fn shifted(unit: Unit, n: i32, published: Day, monday: Day) -> Option<DateSpan> {
    let date = published.date();
    match unit {
        Unit::Day => Some(DateSpan::day(published.plus(n))),
        Unit::Week => DateSpan::new(monday.plus(7 * n), monday.plus(7 * n + 6)),
        Unit::Weekend => DateSpan::new(monday.plus(7 * n + 5), monday.plus(7 * n + 6)),
        Unit::Month => {
            let months = date.year() * 12 + i32::try_from(date.month0()).ok()? + n;
            DateSpan::month(months.div_euclid(12), u32::try_from(months.rem_euclid(12) + 1).ok()?)
        }
        Unit::Year => DateSpan::year(date.year() + n),
    }
}

/// Astronomical seasons, as the guide's own examples have them: autumn is 21 September to 20 December.
fn season_of(year: i32, season: u32) -> Option<DateSpan> {
    let month = 3 * season + 3;
    let first = Day::from_ymd(year, month, 21)?;
    let (end_year, end_month) = if month == 12 { (year + 1, 3) } else { (year, month + 3) };
    DateSpan::new(first, Day::from_ymd(end_year, end_month, 20)?)
}

/// A part: days 1-10, 11-20, 21-last of a month; two months of a year; Monday-Tuesday to Thursday-Sunday of a week.
fn part_of(span: DateSpan, part: Option<Part>) -> Option<DateSpan> {
    let Some(part) = part else { return Some(span) };
    let (first, last) = (span.first(), span.last());
    let year = first.date().year();
    let (from, to) = match (part, span.days()) {
        (Part::Early, 7) => (first, first.plus(2)),
        (Part::Mid, 7) => (first.plus(2), first.plus(3)),
        (Part::Late, 7) => (first.plus(3), last),
        (Part::Early, 28..=31) => (first, first.plus(9)),
        (Part::Mid, 28..=31) => (first.plus(10), first.plus(19)),
        (Part::Late, 28..=31) => (first.plus(20), last),
        (Part::Early, 365..=366) => (first, Day::from_ymd(year, 3, 1)?.plus(-1)),
        (Part::Mid, 365..=366) => (Day::from_ymd(year, 6, 1)?, Day::from_ymd(year, 7, 31)?),
        (Part::Late, 365..=366) => (Day::from_ymd(year, 11, 1)?, last),
        _ => (first, last),
    };
    DateSpan::new(from, to)
}
