-- What is being sent, by whom: few rows at any time. A claim looks for those whose sender is gone.
CREATE INDEX messages_sending ON notification.messages (holder) WHERE state = 'sending';
