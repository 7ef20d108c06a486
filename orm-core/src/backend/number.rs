//! Numbers in the text of a statement, or of what is sent with it.

use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::AstPass;

/// Writes a number, where there is no bind.
pub(crate) fn push_number<DB: DieselBackend>(number: u64, out: &mut AstPass<'_, '_, DB>) {
    with_digits(number, |digits| out.push_sql(digits));
}

/// Gives a number's digits. (Without allocation: statements are walked at every run, and keys are
/// many.)
pub(super) fn with_digits(number: u64, push: impl FnOnce(&str)) {
    let mut digits = [0_u8; 20];
    let mut at = digits.len();
    let mut rest = number;
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    push(std::str::from_utf8(&digits[at..]).unwrap_or("0"));
}
