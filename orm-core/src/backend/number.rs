//! Numbers in the text of a statement, where there is no bind.

use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::AstPass;

/// Writes a number. (Without allocation: statements are walked at every run.)
pub(crate) fn push_number<DB: DieselBackend>(number: u64, out: &mut AstPass<'_, '_, DB>) {
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
    out.push_sql(std::str::from_utf8(&digits[at..]).unwrap_or("0"));
}
