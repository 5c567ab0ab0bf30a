//! Live groups (`AVChatRoom`): who watches, marks, admins, robots. Who is kept out is in [`group::ban`](super::group::ban).

mod audience;
mod staff;

pub use audience::{
    Check, CheckResponse, CountOnline, CountOnlineResponse, List, ListResponse, Mark, MarkResponse, Marked,
    Marking, Viewer,
};
pub use staff::{AddRobots, Admin, DeleteRobots, ListAdmins, ListAdminsResponse, SetAdmins};
