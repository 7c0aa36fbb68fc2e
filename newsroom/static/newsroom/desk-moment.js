// Say the day in words beside a date that is chosen: a wrong week shows as a wrong weekday.
const sayDay = (moment) => {
  const day = moment.querySelector("input[type=date]").valueAsDate;
  const shown = { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  moment.querySelector(".moment-echo").textContent = day ? day.toLocaleDateString(document.documentElement.lang, shown) : "";
};

document.addEventListener("DOMContentLoaded", () => {
  for (const moment of document.querySelectorAll(".moment")) {
    moment.addEventListener("input", () => sayDay(moment));
    sayDay(moment);
  }
});
