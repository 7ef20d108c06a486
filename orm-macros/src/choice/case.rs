//! Spellings of a variant's name: serde's words, and serde's results.

use crate::names;
use crate::words::CASES;

/// The variant's name in a spelling that `rename_all` knows.
pub(super) fn spell(case: &str, variant: &str) -> Option<String> {
    let known = CASES.contains(&case);
    known.then(|| match case {
        "PascalCase" => variant.to_owned(),
        "camelCase" => {
            let mut letters = variant.chars();
            let first = letters.next().into_iter().flat_map(char::to_lowercase);
            first.chain(letters.clone()).collect()
        }
        "lowercase" => variant.to_lowercase(),
        "UPPERCASE" => variant.to_uppercase(),
        "SCREAMING_SNAKE_CASE" => names::snake(variant).to_uppercase(),
        "kebab-case" => names::snake(variant).replace('_', "-"),
        "SCREAMING-KEBAB-CASE" => names::snake(variant).replace('_', "-").to_uppercase(),
        _ => names::snake(variant),
    })
}

/// `OnHold` → `On Hold`, `USAirForce` → `US Air Force`: a name for people.
pub(super) fn label(variant: &str) -> String {
    let letters: Vec<char> = variant.chars().collect();
    let mut out = String::new();
    for (at, &letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let after = letters.get(at + 1);
        let begins = letter.is_uppercase()
            && (before.is_some_and(|letter| !letter.is_uppercase())
                || before.is_some() && after.is_some_and(|letter| letter.is_lowercase()));
        if letter == '_' {
            out.push(' ');
            continue;
        }
        if begins && !out.ends_with(' ') {
            out.push(' ');
        }
        out.push(letter);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{label, spell};
    use crate::words::CASES;

    #[test]
    fn cases_are_spelled_as_serde_does() {
        let spelled: Vec<_> = CASES.iter().map(|case| spell(case, "OnHold")).collect();
        let wanted = [
            "on_hold", "ON_HOLD", "on-hold", "ON-HOLD", "onHold", "OnHold", "onhold", "ONHOLD",
        ];
        assert_eq!(spelled, wanted.map(|text| Some(text.to_owned())));
        assert_eq!(spell("Title Case", "OnHold"), None);
    }

    #[test]
    fn labels_are_words() {
        assert_eq!(label("OnHold"), "On Hold");
        assert_eq!(label("USAirForce"), "US Air Force");
        assert_eq!(label("Open"), "Open");
        assert_eq!(label("snake_case"), "snake case");
    }
}
