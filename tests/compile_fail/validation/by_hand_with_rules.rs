use orm_core::prelude::*;

#[derive(Model, Debug, Clone)]
#[model(table = "members", validate = by_hand)]
pub struct Member {
    pub id: i32,
    #[garde(length(min = 1))]
    pub name: String,
}

impl garde::Validate for NewMember {
    type Context = ();
    fn validate_into(&self, _: &(), _: &mut dyn FnMut() -> garde::Path, _: &mut garde::Report) {}
}

fn main() {}
