//! `distinct_on(path, …)`, `dates(path, month)` and `datetimes(path, hour)`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall, Ident, UnOp};

use super::projection::list_at;
use super::{Lower, orm};
use crate::words::{DATE_UNITS, TIME_UNITS};
use crate::{runtime, suggest};

/// What stands behind a minus.
fn negated(expr: &Expr) -> Option<&Expr> {
    match expr {
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => Some(&unary.expr),
        Expr::Paren(paren) => negated(&paren.expr),
        Expr::Group(group) => negated(&group.expr),
        _ => None,
    }
}

impl Lower {
    /// `distinct_on(album_id, album.artist_id)`.
    pub(super) fn distinct_on(
        &mut self,
        chain: TokenStream,
        call: &ExprMethodCall,
        fields: &Ident,
    ) -> TokenStream {
        let args: Vec<&Expr> = call.args.iter().collect();
        if let Some(turned) = args.iter().find(|arg| negated(arg).is_some()) {
            return self.error(
                turned,
                "`distinct_on` names what rows are equal in, without a direction; which of them \
                 stays the order says: `.order_by(-column).distinct_on(other)`",
            );
        }
        let exprs = args.iter().map(|arg| self.selected(arg, fields)).collect();
        let exprs = list_at(&args, exprs);
        let method = runtime::at("distinct_on", call.method.span());
        quote!(#chain.#method(#exprs))
    }

    /// `dates(released, month)`, `datetimes(-at, hour)`: the starts of these units in which
    /// there are rows, each once and in order.
    pub(super) fn starts(
        &mut self,
        chain: TokenStream,
        call: &ExprMethodCall,
        fields: &Ident,
    ) -> TokenStream {
        let step = call.method.to_string();
        let (units, checked, example) = match step.as_str() {
            "dates" => (DATE_UNITS, "date_of", "dates(released, month)"),
            _ => (TIME_UNITS, "time_of", "datetimes(created, hour)"),
        };
        let args: Vec<&Expr> = call.args.iter().collect();
        let [value, unit] = args[..] else {
            return self.error(
                &call.method,
                format!("`{step}` takes a column and a unit: `{example}`"),
            );
        };
        let Some(unit) = self.unit(&step, unit, units) else {
            return TokenStream::new();
        };
        let (value, direction) = match negated(value) {
            Some(value) => (value, "desc"),
            None => (value, "asc"),
        };
        let at = value.span();
        let (checked, start, direction) =
            (orm(checked, at), orm("start_of", at), orm(direction, at));
        let place = self.place("date");
        let value = self.selected(value, fields);
        let private = quote!(::orm_core::__private);
        let copy = quote!(#private::Clone::clone(&#place));
        let start = quote!(#start::<#private::units::#unit, _>(#copy));
        quote! {
            (#place = #checked(#value), #chain
                .filter(#copy.is_not_null())
                .order_by((#direction(#start), ()))
                .values::<(), _, _>((#start, ()), |(__v0, ())| __v0)
                .distinct()).1
        }
    }

    /// `month`, as the type of the runtime.
    fn unit(&mut self, step: &str, unit: &Expr, known: &[&str]) -> Option<Ident> {
        let name = match unit {
            Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
            Expr::Lit(lit) => match &lit.lit {
                // Django's way.
                syn::Lit::Str(text) => {
                    self.error(
                        unit,
                        format!("a unit is written without quotes: `{}`", text.value()),
                    );
                    return None;
                }
                _ => None,
            },
            _ => None,
        };
        let name = name.unwrap_or_default();
        if known.contains(&name.as_str()) {
            let (first, rest) = name.split_at(1);
            let name = format!("{}{rest}", first.to_uppercase());
            return Some(runtime::at(&name, unit.span()));
        }
        let near = match suggest::nearest(&name, known) {
            Some(near) => format!("; did you mean `{near}`?"),
            None => String::new(),
        };
        let known: Vec<String> = known.iter().map(|unit| format!("`{unit}`")).collect();
        self.error(
            unit,
            format!("the units of `{step}` are {}{near}", known.join(", ")),
        );
        None
    }
}
