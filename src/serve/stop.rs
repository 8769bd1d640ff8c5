//! Being asked to stop: SIGTERM or Ctrl-C. Asked once, open requests finish; asked again, they do not.

use anyhow::Result;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

#[derive(Clone)]
pub(super) struct Stop(watch::Receiver<u8>);

impl Stop {
    /// From now on the signals no longer end the process by themselves.
    pub fn listen() -> Result<Self> {
        let terminate = signal(SignalKind::terminate())?;
        let interrupt = signal(SignalKind::interrupt())?;
        let (asked, stop) = watch::channel(0);
        tokio::spawn(count(terminate, interrupt, asked));
        Ok(Self(stop))
    }

    pub async fn asked(&self) {
        self.times(1).await;
    }

    pub async fn asked_again(&self) {
        self.times(2).await;
    }

    async fn times(&self, times: u8) {
        // The sender lives as long as the runtime.
        let _ = self.0.clone().wait_for(|asked| *asked >= times).await;
    }
}

async fn count(mut terminate: Signal, mut interrupt: Signal, asked: watch::Sender<u8>) {
    loop {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        asked.send_modify(|times| *times = times.saturating_add(1));
    }
}
