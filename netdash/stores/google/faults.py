"""What Google answered when it did not do what was asked, as a sentence that says what to do."""

from collections.abc import Mapping
from typing import Any

from google.auth.exceptions import RefreshError
from requests import Response

from netdash.errors import Busy, StoreError, Unreadable


class Rejected(StoreError):
    """Google refused the request as it stands: a sheet is not there, a range lies outside. Nothing was done."""


def explain(response: Response, email: str, writing: bool) -> StoreError:  # noqa: PLR0911 - one answer a status
    """The error that a refusal means; an answer that is no JSON (a page of HTML) is read by its number alone."""
    status, message = response.status_code, _message(response)
    if status == 400:
        return _bad_request(message, email)
    if status == 401:
        return Unreadable("Google не принял ключ сервисного аккаунта. Создайте ключ заново и замените его в настройках.")
    if status == 403:
        return _forbidden(message, email, writing)
    if status == 404:
        return Unreadable(
            "Такой таблицы Google нет: её удалили, или идентификатор набран с ошибкой. "
            "Скопируйте адрес таблицы из браузера в настройки целиком."
        )
    if status == 429:
        return Busy("Google просит подождать: запросов в эту минуту слишком много. Через минуту это пройдёт.", "Google")
    if status >= 500:
        return Unreadable(f"Google сейчас не отвечает (ошибка {status}). Обычно это проходит за минуту.")
    return StoreError(f"Google ответил отказом (ошибка {status}).")


def _bad_request(message: str, email: str) -> StoreError:
    if "protected" in message:
        return StoreError(
            f"Ячейка или лист защищены, и {email} не может их менять. Добавьте этот адрес в таблице: "
            "«Данные» → «Защищённые листы и диапазоны». Ничего не записано."
        )
    if "above the limit" in message:
        return StoreError(
            "В таблице Google кончилось место: она держит не больше 10 миллионов ячеек вместе с пустыми. "
            "Удалите лишние пустые строки и столбцы. Ничего не записано."
        )
    if "not supported for this document" in message:
        return Unreadable(
            "Это файл Excel на Диске, а не таблица Google. Откройте его и выберите «Файл» → «Сохранить как Google Таблицы»."
        )
    return Rejected(f"Google не принял запрос: {message[:200]}")


def _forbidden(message: str, email: str, writing: bool) -> StoreError:
    if "has not been used" in message or "is disabled" in message:
        return Unreadable(
            "В проекте Google Cloud не включён Google Sheets API. Включите его: «APIs & Services» → «Library» → "
            "Google Sheets API → «Enable», подождите несколько минут."
        )
    if writing:
        return StoreError(
            f"У {email} нет права изменять таблицу. Дайте этому адресу в «Настройках доступа» роль «Редактор». "
            "Ничего не записано."
        )
    return Unreadable(
        f"Таблица не открыта для {email}. Нажмите в ней «Настройки доступа» и добавьте этот адрес с ролью «Редактор»."
    )


def explain_refresh(error: RefreshError, email: str) -> StoreError:
    """Why no token was given; the words of the answer decide, none of them is shown."""
    told = str(error).lower()
    if "timeframe" in told or "iat" in told:
        return Unreadable("Часы этого компьютера идут неверно, и Google не выдаёт доступ. Поставьте точное время и повторите.")
    if "invalid_grant" in told or "not found" in told or "signature" in told:
        return Unreadable(f"Google не узнаёт сервисный аккаунт {email}: аккаунт или его ключ удалены. Создайте ключ заново.")
    return Unreadable(f"Google не выдал доступ сервисному аккаунту {email}. Проверьте ключ в настройках.")


def no_answer() -> StoreError:
    """Google was reached and said nothing in time."""
    return Unreadable("Google не ответил вовремя. Обычно это проходит за минуту.")


def no_connection() -> StoreError:
    """Nobody was reached."""
    return Unreadable("Нет связи с Google. Проверьте интернет на компьютере, где работает программа.")


def _message(response: Response) -> str:
    try:
        answer: Any = response.json()
    except ValueError:
        return ""
    error = answer.get("error") if isinstance(answer, Mapping) else None
    return str(error.get("message", "")) if isinstance(error, Mapping) else ""
