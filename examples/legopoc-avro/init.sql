-- Run once on the new local database, before the connector starts: its rows come by snapshot.
CREATE DATABASE test_db CHARACTER SET utf8mb4;

-- No primary key: a row can only be told from another by its columns.
CREATE TABLE test_db.person (
  firstName VARCHAR(155) NULL,
  lastName VARCHAR(155) NULL,
  age INT NOT NULL
) CHARACTER SET utf8mb4;

INSERT INTO test_db.person VALUES ('foo', 'doe', 18), ('torri', 'lang', 19);

CREATE TABLE test_db.orders (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer VARCHAR(155) NOT NULL,
  status ENUM('new', 'paid', 'shipped') NOT NULL DEFAULT 'new',
  amount DECIMAL(12, 2) NOT NULL,
  placed_at DATETIME(3) NOT NULL
) CHARACTER SET utf8mb4;

INSERT INTO test_db.orders (customer, status, amount, placed_at)
VALUES ('foo', 'new', 19.90, '2026-01-01 10:00:00.000'),
       ('torri', 'paid', 250.00, '2026-01-02 11:30:00.500');
