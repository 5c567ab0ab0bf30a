//! Restarts that no client sees: the listening sockets are a supervisor's, as with systemd's socket activation.

use crate::support::load::Load;
use crate::support::nginx::Nginx;
use crate::support::postgres::Database;
use crate::support::process::Sockets;
use crate::support::{folder, missing};

#[tokio::test(flavor = "multi_thread")]
async fn no_callback_is_refused_or_lost_over_restarts() {
    let (database, data, sockets) = (Database::new().await, folder(), Sockets::open());
    let variables = [("DATABASE_URL", database.url.as_str())];
    let mut service = sockets.start(data.path(), &variables);
    let load = Load::start(service.port, 8);
    for _ in 0..3 {
        load.acks(200).await;
        assert!(service.terminate().await.success());
        service = sockets.start(data.path(), &variables);
    }
    load.acks(200).await;
    let ledger = load.stop().await;
    service.until_recorded().await;
    ledger.check_all(&database.pool).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nginx_answers_no_error_over_a_restart() {
    if !Nginx::is_here() {
        return missing("nginx");
    }
    for keepalive in [false, true] {
        let (database, data, sockets) = (Database::new().await, folder(), Sockets::open());
        let variables = [("DATABASE_URL", database.url.as_str())];
        let mut service = sockets.start(data.path(), &variables);
        let nginx = Nginx::start(service.port, keepalive).await;
        let load = Load::start(nginx.port, 16);
        for _ in 0..3 {
            load.acks(200).await;
            assert!(service.terminate().await.success());
            service = sockets.start(data.path(), &variables);
        }
        load.acks(200).await;
        let ledger = load.stop().await;
        service.until_recorded().await;
        ledger.check_all(&database.pool).await;
    }
}
