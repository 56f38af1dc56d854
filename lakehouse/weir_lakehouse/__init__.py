"""What of Weir runs inside Spark: Kafka to bronze, silver and gold; and queries without Spark."""
