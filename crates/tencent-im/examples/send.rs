//! Sends a message and prints its `MsgKey`:
//! `IM_APP=1400000000 IM_KEY=… cargo run --example send -- ben "good morning" [http://127.0.0.1:8080]`

use std::env;
use tencent_im::client::Client;
use tencent_im::rest::c2c::SendMessage;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (app, key) = (env::var("IM_APP")?.parse::<u64>()?, env::var("IM_KEY")?.into());
    let mut arguments = env::args().skip(1);
    let (Some(to), Some(text)) = (arguments.next(), arguments.next()) else {
        return Err("usage: send USER TEXT [HOST]".into());
    };
    // The client signs the administrator's UserSig with the key.
    let mut client = Client::builder(app.into(), &key, "administrator");
    if let Some(host) = arguments.next() {
        client = client.host(host);
    }
    let sent = client.build()?.send(SendMessage::new(to, vec![text.as_str().into()])).await?;
    println!("{}", sent.msg_key.ok_or("no MsgKey came back")?);
    Ok(())
}
