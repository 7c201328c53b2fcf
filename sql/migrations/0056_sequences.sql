-- Sequences say what they number.

COMMENT ON SEQUENCE feed_feed_id_seq IS 'Numbers of feeds.';
COMMENT ON SEQUENCE article_article_id_seq IS 'Numbers of articles.';
COMMENT ON SEQUENCE correction_correction_id_seq IS 'Numbers of corrections.';
COMMENT ON SEQUENCE subscriber_subscriber_id_seq IS 'Numbers of subscribers.';
COMMENT ON SEQUENCE alert_alert_id_seq IS 'Numbers of alerts.';
COMMENT ON SEQUENCE edition_edition_id_seq IS 'Numbers of editions of the digest.';
COMMENT ON SEQUENCE delivery_delivery_id_seq IS 'Numbers of deliveries of the digest.';
